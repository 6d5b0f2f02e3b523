//! What a desk does beside deciding: triage, tending, more time, people, contacts, as chance has it.

use super::play::{Play, complaints, notices, pick, token};
use crate::bench::fresh;
use crate::hands::answer_form;
use crate::more_time::{asks, decides};
use docket::customer::Customer;
use docket::desk::answers::RecordedForm;
use docket::desk::complaints::locations::MarkForm;
use docket::desk::customers::AddContact;
use docket::desk::invitations::InviteForm;
use docket::desk::tending::SnoozeForm;
use docket::desk::triage::TriageForm;
use docket::store::lists;
use docket::time::zone::Zone;
use docket::words::Language;

const WHY: &str = "Chance has it so.";

impl Play {
    pub async fn tend(&mut self, what: u8, by: u8, which: u8) {
        let before = self.desk.traces().await;
        let command = self.desk.new_command();
        let (desk, matter) = (&self.desk, &self.matter);
        let team = [&matter.ann, &matter.lee, &self.third];
        let who = fresh(team[usize::from(by) % 3], desk.now());
        let case = matter.case;
        let zone = Zone::parse("America/Los_Angeles").expect("a zone");
        let in_days = |days: i64| zone.date_text(desk.now().plus_seconds(days * 86_400));
        let complaint = pick(&complaints(desk).await, which);
        let admin = fresh(if which < 128 { &self.admin } else { &who }, desk.now());
        let mut internal = false;
        let done = match what % 24 {
            0..=2 => {
                let Some(complaint) = complaint else { return };
                internal = true;
                let form = TriageForm {
                    act: ["reject", "pass_on", "class"][usize::from(what % 24)].into(),
                    complaints: vec![complaint.id.to_string()],
                    own: WHY.into(),
                    opening: "plain".into(),
                    note: WHY.into(),
                    category: "phishing".into(),
                    severity: "high".into(),
                    ..TriageForm::default()
                };
                desk.triage(&who, command, &form).await.map(drop)
            }
            3 | 4 => match self.internal {
                // Mostly by whoever did it: others are refused.
                Some((by, of)) => {
                    let who = if which < 200 { fresh(team[by], desk.now()) } else { who.clone() };
                    desk.take_back(&who, command, of).await.map(drop)
                }
                None => return,
            },
            5 => {
                let Some(complaint) = complaint else { return };
                let outcome = ["removed", "disputed", "none", "nonsense"][usize::from(which) % 4];
                let form =
                    MarkForm { places: vec![0], outcome: outcome.into(), note: WHY.into(), ..MarkForm::default() };
                desk.mark_locations(&who, command, complaint.id, &form).await.map(drop)
            }
            6 => {
                let Some(complaint) = complaint else { return };
                desk.take_out_complaint(&who, command, complaint.id, WHY).await.map(drop)
            }
            7 => {
                internal = true;
                let severity = ["low", "medium", "high", "utmost"][usize::from(which) % 4];
                desk.grade_case(&who, command, case, None, severity).await.map(drop)
            }
            8 => {
                internal = true;
                desk.tag_case(&who, command, case, None, ["press", "press, court", ""][usize::from(which) % 3])
                    .await
                    .map(drop)
            }
            9 | 10 => {
                internal = true;
                let form = SnoozeForm { date: in_days(i64::from(which % 4)), time: String::new(), reason: WHY.into() };
                desk.snooze_case(&who, command, case, &form).await.map(drop)
            }
            11 => desk.wake_case(&who, command, case).await.map(drop),
            12 | 13 => {
                let Some(token) = token(desk) else { return };
                let choice = ["1", "3", "7", "never"][usize::from(which) % 4];
                desk.ask_time(&token, command, &asks(choice), "203.0.113.9").await.map(drop)
            }
            14 | 15 => {
                let mut reader = desk.read().await.expect("a reader");
                let asked = lists::extensions_of_case(&mut reader.conn(), case).await.expect("requests");
                drop(reader);
                let Some(asked) = pick(&asked, which) else { return };
                let mut form = decides(["all", "some", "none"][usize::from(which) % 3]);
                form.date = in_days(3);
                form.time = "09:30".into();
                desk.decide_time(&who, command, asked.noun.id, None, &form).await.map(drop)
            }
            16 => {
                let Some(notice) = pick(&notices(desk, matter).await, which) else { return };
                let form = RecordedForm {
                    notice: notice.number,
                    via: "phone".into(),
                    date: zone.date_text(desk.now()),
                    time: zone.show(desk.now(), Language::En).time,
                    zone: zone.name().into(),
                    answer: answer_form(&[("done", WHY), ("will_do", WHY)]),
                    ..RecordedForm::default()
                };
                desk.record_answer(&who, command, case, &form, &[]).await.map(drop)
            }
            17 => {
                let Some(token) = token(desk) else { return };
                desk.deny_account(&token, command, WHY, "203.0.113.9").await.map(drop)
            }
            18 => {
                let owner = desk.noun::<Customer>(matter.customer.id).await;
                let (Some(notice), Some(contact)) = (notices(desk, matter).await.pop(), owner.contacts.last()) else {
                    return;
                };
                desk.replace_link(&who, command, notice.id, contact.id, WHY).await.map(drop)
            }
            19 => {
                let form = AddContact {
                    name: "Night shift".into(),
                    email: format!("night-{}@example-social.example", which % 3),
                    duty: "abuse".into(),
                    language: if which.is_multiple_of(2) { "fr" } else { "en" }.into(),
                };
                desk.add_contact(&who, command, matter.customer.id, &form).await.map(drop)
            }
            20 => {
                let owner = desk.noun::<Customer>(matter.customer.id).await;
                let Some(contact) = pick(&owner.contacts, which) else { return };
                desk.withdraw_contact(&who, command, owner.id, contact.id, WHY).await.map(drop)
            }
            21 => {
                let mut reader = desk.read().await.expect("a reader");
                let sent = lists::letters_of(&mut reader.conn(), case).await.expect("letters");
                drop(reader);
                let Some(letter) = pick(&sent, which) else { return };
                desk.send_letter_again(&who, command, letter.noun.id).await.map(drop)
            }
            22 => {
                let form = InviteForm {
                    email: format!("guest-{}@hosting.example", which % 3),
                    role: "analyst".into(),
                    language: "en".into(),
                };
                desk.invite(&admin, command, &form).await.map(drop)
            }
            _ => {
                let role = ["analyst", "lead", "counsel"][usize::from(which) % 3];
                desk.change_role(&admin, command, self.bystander.person.id, role).await.map(drop)
            }
        };
        if internal && done.is_ok() {
            self.internal = Some((usize::from(by) % 3, command));
        }
        self.take(before, done).await;
    }
}
