//! The team: how people join, prove who they are, change and leave.

use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::PASSWORD;
use docket::desk::Who;
use docket::desk::account::{ChangePassword, TasteForm};
use docket::desk::invitations::{AcceptForm, InviteForm};
use docket::desk::people::{AddPerson, SignIn};
use docket::desk::second_factor::{Code, code_of};
use docket::event::Event;
use docket::people::{Person, Role, Theme};
use docket::refusal::Refusal;
use docket::store::aside::SessionRow;

fn invite(email: &str) -> InviteForm {
    InviteForm { email: email.into(), role: "analyst".into(), language: "en".into() }
}

fn accept() -> AcceptForm {
    AcceptForm { name: "Noor Haddad".into(), zone: "Europe/Paris".into(), password: PASSWORD.into() }
}

fn token(link: &str) -> String {
    link.rsplit('/').next().unwrap_or_default().to_owned()
}

async fn session(desk: &TestDesk, who: &Who, id: &str) {
    let row = SessionRow {
        id: id.into(),
        person_id: Some(who.person.id.to_string()),
        record: "{}".into(),
        made_at: 0,
        seen_at: 0,
        expires_at: 0,
    };
    assert!(desk.make_session(&row).await.expect("a session"));
}

async fn again(desk: &TestDesk, who: &Who) -> Who {
    desk.who(who.person.id, desk.now()).await.expect("a database").expect("somebody who may sign in")
}

/// Sets up a second factor and gives its secret and the codes on paper.
pub async fn enrol(desk: &TestDesk, who: &Who) -> (String, Vec<String>) {
    desk.begin_enrolment(who).await.expect("a secret");
    let secret = desk.enrolment(who).await.expect("a database").expect("a secret that waits").secret;
    let code = code_of(&secret, desk.now()).expect("a code");
    let codes = desk.confirm_enrolment(who, desk.new_command(), &code, "this").await.expect("a second factor");
    (secret, codes)
}

#[tokio::test]
async fn an_invitation_opens_the_door_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let form = invite("Noor@hosting.example");
        assert_eq!(desk.refuses(desk.invite(&lee, desk.new_command(), &form)).await, Refusal::NotAllowed);
        let stale = fresh(&ada, desk.now().plus_micros(-300_000_001));
        assert_eq!(desk.refuses(desk.invite(&stale, desk.new_command(), &form)).await, Refusal::FreshSignInNeeded);
        let here = desk.refuses(desk.invite(&ada, desk.new_command(), &invite("lee.lead@hosting.example"))).await;
        assert_eq!(here.problems()[0].field, "email", "who is here is not invited");

        let command = desk.new_command();
        let invited = desk.invite(&ada, command, &form).await.expect("an invitation");
        let link = invited.link.expect("shown once");
        let repeated = desk.invite(&ada, command, &form).await.expect("the same again");
        assert_eq!((repeated.invitation, repeated.link), (invited.invitation, None));
        let twice = desk.refuses(desk.invite(&ada, desk.new_command(), &invite("noor@hosting.example"))).await;
        assert_eq!(twice.problems()[0].field, "email", "nor who is invited already");

        desk.round().await;
        let letter = desk.letters().pop().expect("a letter");
        assert!(letter.text.contains(&link), "{}", letter.text);
        let first = token(&link);
        let again = desk.invite_again(&ada, desk.new_command(), invited.invitation).await.expect("sent again");
        desk.round().await;
        let second = token(&again.link.expect("shown once"));
        assert_eq!(
            desk.refuses(desk.accept_invitation(&first, desk.new_command(), &accept())).await,
            Refusal::InvitationSpent,
            "a new link makes the old one worthless"
        );
        let weak = AcceptForm { password: "noorhaddad noorhaddad".into(), ..accept() };
        let refusal = desk.refuses(desk.accept_invitation(&second, desk.new_command(), &weak)).await;
        assert_eq!(refusal.problems()[0].field, "password");

        let command = desk.new_command();
        let noor = desk.accept_invitation(&second, command, &accept()).await.expect("a person");
        let person: Person = desk.noun(noor).await;
        assert_eq!((person.role, person.email.show()), (Role::Analyst, "Noor@hosting.example"));
        assert!(matches!(desk.sign_in("noor@hosting.example", PASSWORD).await, Ok(SignIn::Welcome(_))));
        assert_eq!(
            desk.refuses(desk.accept_invitation(&second, desk.new_command(), &accept())).await,
            Refusal::InvitationSpent
        );
        let refusal = desk.refuses(desk.take_invitation_back(&ada, desk.new_command(), invited.invitation)).await;
        assert_eq!(refusal, Refusal::InvitationSpent, "what was accepted is not taken back");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_goes_with_time_or_its_sender() {
    Bench::each(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let one = desk.invite(&ada, desk.new_command(), &invite("one@hosting.example")).await.expect("invited");
        let two = desk.invite(&ada, desk.new_command(), &invite("two@hosting.example")).await.expect("invited");
        desk.round().await;
        desk.take_invitation_back(&ada, desk.new_command(), one.invitation).await.expect("taken back");
        let back = token(&one.link.expect("a link"));
        assert_eq!(desk.refuses(desk.invitation(&back)).await, Refusal::InvitationSpent);
        desk.invite(&ada, desk.new_command(), &invite("one@hosting.example")).await.expect("invited anew");
        desk.round().await;

        let late = token(&two.link.expect("a link"));
        desk.clock.advance_seconds(72 * 3600 - 1);
        desk.invitation(&late).await.expect("three days are not over");
        desk.clock.advance_seconds(1);
        assert_eq!(desk.refuses(desk.invitation(&late)).await, Refusal::InvitationSpent);
        assert_eq!(
            desk.refuses(desk.accept_invitation(&late, desk.new_command(), &accept())).await,
            Refusal::InvitationSpent
        );
    })
    .await;
}

/// Whoever may read the ledger must not be able to take somebody else's place.
#[tokio::test]
async fn no_record_holds_the_link_of_an_invitation() {
    Bench::each(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let invited = desk.invite(&ada, desk.new_command(), &invite("noor@hosting.example")).await.expect("invited");
        let secret = token(&invited.link.expect("a link"));
        desk.round().await;
        assert!(desk.letters()[0].text.contains(&secret), "the letter holds it");
        for (_, recorded) in desk.events().await {
            assert!(!format!("{recorded:?}").contains(&secret), "{recorded:?}");
            if let Event::LetterAccepted { bytes, .. } = &recorded.event {
                let kept = desk.evidence(bytes).await.expect("a database").expect("the letter's bytes");
                let kept = String::from_utf8_lossy(&kept).into_owned();
                assert!(!kept.contains(&secret[..20]) && kept.contains("{link}"), "{kept}");
            }
        }
        for row in desk.texts("select value from vault where value is not null").await {
            assert!(!row.contains(&secret), "{row}");
        }
        assert!(desk.texts("select link from letter_link").await.is_empty(), "gone with the letter");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_set_up_at_once_one_comes_too_late() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let link = desk.make_setup_link().await.expect("a link");
        let other = desk.make_setup_link().await.expect("another");
        let form = |name: &str| AddPerson {
            name: name.into(),
            email: format!("{name}@hosting.example"),
            role: String::new(),
            zone: "UTC".into(),
            password: PASSWORD.into(),
        };
        let (one, two) = (form("one"), form("two"));
        let (link, other) = (token(&link), token(&other));
        let (same, late, else_where) = tokio::join!(
            desk.set_up(&link, desk.new_command(), &one),
            desk.set_up(&link, desk.new_command(), &two),
            desk.set_up(&other, desk.new_command(), &two),
        );
        let made = [&same, &late, &else_where].into_iter().filter(|done| done.is_ok()).count();
        assert_eq!(made, 1, "{same:?} {late:?} {else_where:?}");
        assert_eq!(desk.count("person_added").await, 1);
        assert_eq!(desk.refuses(desk.set_up(&other, desk.new_command(), &one)).await, Refusal::SetupLinkSpent);
    })
    .await;
}

#[tokio::test]
async fn a_code_is_taken_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        desk.begin_enrolment(&ann).await.expect("a secret");
        let shown = desk.enrolment(&ann).await.expect("a database").expect("a secret that waits");
        assert!(shown.uri.starts_with("otpauth://totp/") && shown.uri.contains("issuer=Due%20Notice"), "{}", shown.uri);
        desk.begin_enrolment(&ann).await.expect("nothing new");
        let still = desk.enrolment(&ann).await.expect("a database").expect("the same");
        assert_eq!(still.secret, shown.secret, "a page opened twice shows one secret");
        let wrong = desk.refuses(desk.confirm_enrolment(&ann, desk.new_command(), "000000", "this")).await;
        assert_eq!(wrong.problems()[0].field, "one_time_code");
        assert_eq!(desk.check_code(ann.person.id, "000000").await.expect("an answer"), Code::Wrong, "not in use yet");

        let (secret, codes) = enrol(desk, &ann).await;
        assert_eq!(codes.len(), 10);
        assert!(again(desk, &ann).await.person.second_factor_at.is_some());
        let now = code_of(&secret, desk.now()).expect("a code");
        assert_eq!(desk.check_code(ann.person.id, &now).await.expect("an answer"), Code::Used, "it confirmed the app");
        desk.clock.advance_seconds(30);
        let next = code_of(&secret, desk.now()).expect("a code");
        let spaced = format!("{} {}", &next[..3], &next[3..]);
        assert_eq!(desk.check_code(ann.person.id, &spaced).await.expect("an answer"), Code::Right);
        assert_eq!(desk.check_code(ann.person.id, &next).await.expect("an answer"), Code::Used);
        desk.clock.advance_seconds(30);
        assert_eq!(desk.check_code(ann.person.id, &next).await.expect("an answer"), Code::Used, "late, but the same");
        desk.clock.advance_seconds(60);
        assert_eq!(desk.check_code(ann.person.id, &next).await.expect("an answer"), Code::Wrong, "too late");
    })
    .await;
}

#[tokio::test]
async fn two_who_use_one_code_at_once_do_not_both_come_in() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let (secret, codes) = enrol(desk, &ann).await;
        desk.clock.advance_seconds(30);
        let code = code_of(&secret, desk.now()).expect("a code");
        let (one, two) = tokio::join!(desk.check_code(ann.person.id, &code), desk.check_code(ann.person.id, &code));
        let mut both = [one.expect("an answer"), two.expect("an answer")];
        both.sort_by_key(|code| *code != Code::Right);
        assert_eq!(both, [Code::Right, Code::Used]);
        let (one, two) =
            tokio::join!(desk.check_code(ann.person.id, &codes[0]), desk.check_code(ann.person.id, &codes[0]));
        let right =
            [one.expect("an answer"), two.expect("an answer")].iter().filter(|code| **code == Code::Right).count();
        assert_eq!(right, 1);
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_is_taken_once_and_goes_when_new_ones_come() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let (_, codes) = enrol(desk, &ann).await;
        let id = ann.person.id;
        let typed = codes[3].to_lowercase().replace('-', " ");
        assert_eq!(desk.check_code(id, &typed).await.expect("an answer"), Code::Right);
        assert_eq!(desk.check_code(id, &codes[3]).await.expect("an answer"), Code::Wrong);
        assert_eq!(desk.recovery_codes_left(id).await.expect("a count"), 9);
        assert_eq!(desk.count("recovery_code_used").await, 1);
        let lee = desk.person("Lee Lead", Role::Lead).await;
        assert_eq!(desk.check_code(lee.person.id, &codes[4]).await.expect("an answer"), Code::Wrong, "not hers");

        let ann = again(desk, &ann).await;
        let new = desk.renew_recovery_codes(&ann, desk.new_command()).await.expect("new ones");
        assert_eq!(desk.check_code(id, &codes[5]).await.expect("an answer"), Code::Wrong);
        assert_eq!(desk.check_code(id, &new[0]).await.expect("an answer"), Code::Right);
        let stored = desk.texts("select hash from recovery_code").await.concat();
        assert!(new.iter().all(|code| !stored.contains(code.as_str())), "only hashes are kept");
    })
    .await;
}

#[tokio::test]
async fn whoever_knows_the_password_gets_no_more_tries_at_the_code() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let (secret, _) = enrol(desk, &ann).await;
        let id = ann.person.id;
        desk.clock.advance_seconds(60);
        for _ in 0..5 {
            assert!(matches!(desk.sign_in(ann.person.email.show(), PASSWORD).await, Ok(SignIn::Welcome(_))));
            assert_eq!(desk.check_code(id, "123").await.expect("an answer"), Code::Wrong);
        }
        let code = code_of(&secret, desk.now()).expect("a code");
        let Code::Wait(until) = desk.check_code(id, &code).await.expect("an answer") else { panic!("no wait") };
        desk.clock.set(until);
        let code = code_of(&secret, desk.now()).expect("a code");
        assert_eq!(desk.check_code(id, &code).await.expect("an answer"), Code::Right);
    })
    .await;
}

#[tokio::test]
async fn a_lost_second_factor_is_reset_by_another_and_sessions_end() {
    Bench::each(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let (secret, codes) = enrol(desk, &ann).await;
        session(desk, &ann, "laptop").await;
        let (id, command) = (ann.person.id, desk.new_command());
        let refusal = desk.refuses(desk.reset_second_factor(&ada, command, id, " ")).await;
        assert_eq!(refusal.problems()[0].field, "reason");
        desk.reset_second_factor(&ada, command, id, "Her telephone was stolen.").await.expect("reset");
        assert!(desk.session("laptop").await.expect("a database").is_none());
        assert_eq!(again(desk, &ann).await.person.second_factor_at, None);
        desk.clock.advance_seconds(30);
        let code = code_of(&secret, desk.now()).expect("a code");
        for old in [&code, &codes[0]] {
            assert_eq!(desk.check_code(id, old).await.expect("an answer"), Code::Wrong, "nothing of it is left");
        }
        let none = desk.refuses(desk.reset_second_factor(&ada, desk.new_command(), id, "Again.")).await;
        assert_eq!(none.problems()[0].field, "reason");
    })
    .await;
}

#[tokio::test]
async fn there_is_always_an_admin() {
    Bench::each(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let me = ada.person.id;
        assert_eq!(desk.refuses(desk.change_role(&ada, desk.new_command(), me, "lead")).await, Refusal::LastAdmin);
        assert_eq!(desk.refuses(desk.disable_person(&ada, desk.new_command(), me)).await, Refusal::LastAdmin);

        desk.change_role(&ada, desk.new_command(), ann.person.id, "admin").await.expect("a second admin");
        assert_eq!(desk.refuses(desk.change_role(&ada, desk.new_command(), me, "lead")).await, Refusal::OwnRole);
        let ann = again(desk, &ann).await;
        desk.change_role(&ann, desk.new_command(), me, "auditor").await.expect("an auditor");
        // The request of whoever was an admin a moment ago comes too late.
        let late = desk.refuses(desk.change_role(&ada, desk.new_command(), ann.person.id, "lead")).await;
        assert_eq!(late, Refusal::NotAllowed);
        assert_eq!(
            desk.refuses(desk.disable_person(&ann, desk.new_command(), ann.person.id)).await,
            Refusal::LastAdmin
        );
    })
    .await;
}

#[tokio::test]
async fn of_two_admins_who_demote_each_other_one_stays() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let bea = desk.person("Bea Admin", Role::Admin).await;
        let (one, two) = tokio::join!(
            desk.change_role(&ada, desk.new_command(), bea.person.id, "lead"),
            desk.disable_person(&bea, desk.new_command(), ada.person.id),
        );
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {two:?}");
    })
    .await;
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        session(desk, &ann, "laptop").await;
        desk.disable_person(&ada, desk.new_command(), ann.person.id).await.expect("disabled");
        assert!(desk.session("laptop").await.expect("a database").is_none());
        assert!(desk.who(ann.person.id, desk.now()).await.expect("a database").is_none());
        assert!(matches!(desk.sign_in(ann.person.email.show(), PASSWORD).await, Ok(SignIn::Wrong)));
        desk.restore_person(&ada, desk.new_command(), ann.person.id).await.expect("restored");
        assert!(matches!(desk.sign_in(ann.person.email.show(), PASSWORD).await, Ok(SignIn::Welcome(_))));
        desk.change_role(&ada, desk.new_command(), ann.person.id, "auditor").await.expect("another role");
        assert_eq!(again(desk, &ann).await.person.role, Role::Auditor, "on the next request");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_signs_everything_else_out() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        for id in ["here", "telephone", "library"] {
            session(desk, &ann, id).await;
        }
        let form = |current: &str, new: &str| ChangePassword { current: current.into(), new: new.into() };
        let new = "the heron stands on one leg";
        for (form, field) in [
            (form("no", new), "password"),
            (form(PASSWORD, "passwordpassword"), "new_password"),
            (form(PASSWORD, PASSWORD), "new_password"),
        ] {
            let refusal = desk.refuses(desk.change_password(&ann, desk.new_command(), &form, "here")).await;
            assert_eq!(refusal.problems()[0].field, field);
        }
        assert!(desk.end_session(ann.person.id, "library").await.expect("a database"));
        let lee = desk.person("Lee Lead", Role::Lead).await;
        assert!(!desk.end_session(lee.person.id, "telephone").await.expect("a database"), "not his to end");
        desk.change_password(&ann, desk.new_command(), &form(PASSWORD, new), "here").await.expect("changed");
        let left: Vec<String> =
            desk.sessions_of(ann.person.id).await.expect("sessions").into_iter().map(|row| row.id).collect();
        assert_eq!(left, ["here"]);
        assert!(matches!(desk.sign_in(ann.person.email.show(), PASSWORD).await, Ok(SignIn::Wrong)));
        assert!(matches!(desk.sign_in(ann.person.email.show(), new).await, Ok(SignIn::Welcome(_))));
        assert_eq!(desk.count("password_set").await, 3);
    })
    .await;
}

#[tokio::test]
async fn everybody_has_their_own_zone_and_look() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let form = TasteForm {
            zone: "Asia/Tokyo".into(),
            language: "fr".into(),
            theme: "dark".into(),
            density: "comfortable".into(),
            keys: "off".into(),
            mails: "off".into(),
        };
        let before = desk.traces().await;
        let nowhere = TasteForm { zone: "PST".into(), theme: "pink".into(), ..form.clone() };
        let refusal = desk.refuses(desk.set_taste(&ann, &nowhere)).await;
        let fields: Vec<&str> = refusal.problems().iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["zone", "theme"]);
        desk.set_taste(&ann, &form).await.expect("kept");
        let ann = again(desk, &ann).await;
        assert_eq!((ann.person.zone.as_str(), ann.taste.theme), ("Asia/Tokyo", Theme::Dark));
        assert_eq!(before, desk.traces().await, "no event");
    })
    .await;
}
