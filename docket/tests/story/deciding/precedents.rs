//! Like cases are treated alike, or it is said why not.

use crate::bench::{Bench, TestDesk};
use crate::hands::{Matter, decision_form};
use docket::decision::Outcome;
use docket::desk::decisions::DecisionForm;
use docket::policy::Severity;
use docket::precedent::Fate;
use docket::time::Moment;

#[tokio::test]
async fn harsher_than_usual_asks_why_and_the_answer_is_recorded() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        for name in ["one", "two", "three"] {
            let customer =
                desk.add(&format!("like-{name}"), "owner@like.example", &format!("{name}.example"), "").await;
            let case = desk.case(&matter.ann, &customer.handle, &[]).await;
            let other = Matter {
                ann: matter.ann.clone(),
                lee: matter.lee.clone(),
                assets: desk.assets(&customer).await,
                customer,
                case,
            };
            desk.propose(&other, &decision_form(&other, "no_action", "", "")).await.expect("nothing was done there");
        }
        desk.round().await;
        let seen = desk.precedents(matter.case).await.expect("like cases");
        assert_eq!(seen.rows.len(), 3, "without itself");
        assert_eq!(seen.usual(), Some((Fate::Decided(Outcome::NoAction), 3)));
        desk.complaint(&matter.ann, "https://waits.example/").await;
        assert_eq!(desk.precedents(matter.case).await.expect("like cases").complaints_open, 1, "left open counts too");

        let date = docket::time::zone::Zone::UTC.date_text(desk.now().plus_seconds(2 * 86_400));
        let warning = decision_form(&matter, "warning", &date, "12:00");
        let refusal = desk.refuses(desk.propose(&matter, &warning)).await;
        assert_eq!(refusal.problems()[0].field, "differs");
        assert!(refusal.problems()[0].sentence.contains("3 of 3 like cases"));
        let why = DecisionForm { differs: "It is the third time.".into(), ..warning };
        let decision = desk.propose(&matter, &why).await.expect("with its reason");
        let weighed = decision.weighed.expect("weighed");
        assert_eq!(weighed.differs.expect("a reason").show(), "It is the third time.");
        let compared = weighed.compared.expect("compared");
        assert_eq!((compared.cases, compared.usual.as_str(), compared.usual_count), (3, "no_action", 3));

        let clause = desk.clause("3.2").await.id;
        let (from, to) = (Moment::from_micros(0), desk.now().plus_seconds(1));
        let all = desk.treatment(clause, Severity::High, from, to, 100).await.expect("the treatment of a period");
        assert_eq!(all.rows.len(), 4);
        assert!(desk.treatment(clause, Severity::Low, from, to, 100).await.expect("another").rows.is_empty());
    })
    .await;
}
