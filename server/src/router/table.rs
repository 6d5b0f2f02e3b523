//! The table: every path, who may follow it, and who answers.

use axum::http::Method;
use axum::routing::{get, post};
use docket::people::Act;

use super::Permit::{Anyone, Link, May, SignedIn, Token};
use super::{Route, route};
use crate::api::{self, COMPLAINTS_WRITE};
use crate::forms;
use crate::limits::Limit;
use crate::{assets, sign_in, telemetry};

const GET: Method = Method::GET;
const POST: Method = Method::POST;

pub fn table() -> Vec<Route> {
    vec![
        // -- the way in and out
        route(GET, "/", SignedIn, get(sign_in::start)),
        route(GET, "/sign-in", Anyone, get(forms::sign_in::show)),
        route(POST, "/sign-in", Anyone, post(forms::sign_in::sign_in)).limited(Limit::SignIn),
        route(GET, "/sign-in/again", SignedIn, get(forms::sign_in::show_again)),
        route(POST, "/sign-in/again", SignedIn, post(forms::sign_in::again)).limited(Limit::SignIn),
        route(GET, "/sign-in/code", Anyone, get(forms::sign_in::show_code)),
        route(POST, "/sign-in/code", Anyone, post(forms::sign_in::code)).limited(Limit::SignIn),
        route(POST, "/sign-out", Anyone, post(forms::sign_in::sign_out)),
        route(GET, "/set-up/{token}", Link, get(forms::set_up::show)),
        route(POST, "/set-up/{token}", Link, post(forms::set_up::set_up)).limited(Limit::SignIn),
        route(GET, "/invitation/{token}", Link, get(forms::invitations::show)),
        route(POST, "/invitation/{token}", Link, post(forms::invitations::accept)).limited(Limit::SignIn),
        // -- one's own account
        route(GET, "/account", SignedIn, get(forms::account::show)),
        route(POST, "/account", SignedIn, post(forms::account::save)),
        route(GET, "/account/sessions", SignedIn, get(forms::account::sessions)),
        route(POST, "/account/sessions/end", SignedIn, post(forms::account::end_session)),
        route(POST, "/account/sessions/end-others", SignedIn, post(forms::account::end_others)),
        route(GET, "/account/password", SignedIn, get(forms::account::password)),
        route(POST, "/account/password", SignedIn, post(forms::account::change_password)).limited(Limit::SignIn),
        route(GET, "/account/second-factor", SignedIn, get(forms::second_factor::show)),
        route(POST, "/account/second-factor", SignedIn, post(forms::second_factor::confirm)).limited(Limit::SignIn),
        route(POST, "/account/second-factor/beginning", SignedIn, post(forms::second_factor::begin)),
        route(POST, "/account/second-factor/recovery-codes", SignedIn, post(forms::second_factor::renew)),
        // -- complaints
        route(GET, "/inbox", May(Act::ReadCases), get(forms::inbox::show)),
        route(GET, "/complaints/new", May(Act::WorkCases), get(forms::complaints::new)),
        route(POST, "/complaints/new", May(Act::WorkCases), post(forms::complaints::log)),
        route(GET, "/complaints/{number}", May(Act::ReadCases), get(forms::complaints::show)),
        route(POST, "/complaints/{number}/customer", May(Act::WorkCases), post(forms::complaints::choose_customer)),
        route(POST, "/complaints/{number}/rejection", May(Act::WorkCases), post(forms::complaints::reject)),
        route(GET, "/evidence/{sha256}", May(Act::ReadCases), get(forms::evidence::download)),
        // -- cases and what hangs on them
        route(GET, "/cases", May(Act::ReadCases), get(forms::cases::list)),
        route(GET, "/cases/new", May(Act::WorkCases), get(forms::cases::new)),
        route(POST, "/cases/new", May(Act::WorkCases), post(forms::cases::open)),
        route(GET, "/cases/{number}", May(Act::ReadCases), get(forms::cases::show)),
        route(POST, "/cases/{number}/notes", May(Act::WorkCases), post(forms::cases::add_note)),
        route(POST, "/cases/{number}/complaints", May(Act::WorkCases), post(forms::cases::attach)),
        route(POST, "/cases/{number}/evidence", May(Act::WorkCases), post(forms::cases::add_evidence)),
        route(GET, "/cases/{number}/evidence/{sha256}", May(Act::ReadCases), get(forms::exhibit::show)),
        route(POST, "/cases/{number}/evidence/{sha256}", May(Act::ReadCases), post(forms::exhibit::reveal)),
        route(POST, "/cases/{number}/owner", May(Act::WorkCases), post(forms::cases::take)),
        route(POST, "/cases/{number}/closing", May(Act::WorkCases), post(forms::cases::close)),
        route(GET, "/cases/{number}/notices/new", May(Act::WorkCases), get(forms::notices::new)),
        route(POST, "/cases/{number}/notices/new", May(Act::WorkCases), post(forms::notices::check)),
        route(POST, "/cases/{number}/notices", May(Act::WorkCases), post(forms::notices::send)),
        route(POST, "/cases/{number}/notices/preview", May(Act::WorkCases), post(forms::notices::preview)),
        route(GET, "/cases/{number}/notices/{notice}", May(Act::ReadCases), get(forms::notices::show)),
        route(POST, "/cases/{number}/notices/{notice}/undo", May(Act::WorkCases), post(forms::notices::undo)),
        route(POST, "/cases/{number}/notices/{notice}/withdrawal", May(Act::WorkCases), post(forms::notices::withdraw)),
        route(
            POST,
            "/cases/{number}/notices/{notice}/delivery",
            May(Act::Approve),
            post(forms::notices::find_delivery),
        ),
        route(GET, "/cases/{number}/answers/{receipt}", May(Act::ReadCases), get(forms::answers::show)),
        route(POST, "/cases/{number}/answers/{receipt}/assessment", May(Act::WorkCases), post(forms::answers::assess)),
        // Whoever may favour may write a decision; a burdening one the desk takes only from those who may propose.
        route(GET, "/cases/{number}/decision", May(Act::Favour), get(forms::decisions::new)),
        route(POST, "/cases/{number}/decision", May(Act::Favour), post(forms::decisions::propose)),
        route(GET, "/cases/{number}/decisions/{decision}", May(Act::ReadCases), get(forms::decisions::show)),
        route(
            POST,
            "/cases/{number}/decisions/{decision}/approval",
            May(Act::Approve),
            post(forms::decisions::approve),
        ),
        route(
            POST,
            "/cases/{number}/decisions/{decision}/withdrawal",
            May(Act::Favour),
            post(forms::decisions::withdraw),
        ),
        // -- what becomes of a decision later
        route(POST, "/cases/{number}/decisions/{decision}/stay", May(Act::Favour), post(forms::decisions_later::stay)),
        route(
            POST,
            "/cases/{number}/decisions/{decision}/stay/end",
            May(Act::Approve),
            post(forms::decisions_later::end_stay),
        ),
        route(
            POST,
            "/cases/{number}/decisions/{decision}/conditions",
            May(Act::WorkCases),
            post(forms::decisions_later::tick),
        ),
        route(
            POST,
            "/cases/{number}/decisions/{decision}/appeal",
            May(Act::WorkCases),
            post(forms::decisions_later::appeal),
        ),
        route(POST, "/cases/{number}/holds", May(Act::Approve), post(forms::cases::hold)),
        route(POST, "/cases/{number}/data/{receipt}", May(Act::WorkCases), post(forms::cases::settle_data)),
        route(GET, "/cases/{number}/measures/new", May(Act::Propose), get(forms::measures::new)),
        route(POST, "/cases/{number}/measures", May(Act::Propose), post(forms::measures::take)),
        route(GET, "/cases/{number}/measures/{measure}", May(Act::ReadCases), get(forms::measures::show)),
        route(
            POST,
            "/cases/{number}/measures/{measure}/confirmation",
            May(Act::Approve),
            post(forms::measures::confirm),
        ),
        route(POST, "/cases/{number}/measures/{measure}/ending", May(Act::Favour), post(forms::measures::end)),
        route(GET, "/appeals", May(Act::ReadCases), get(forms::appeals::list)),
        route(GET, "/appeals/{number}", May(Act::ReadCases), get(forms::appeals::show)),
        route(POST, "/appeals/{number}/assignment", May(Act::Favour), post(forms::appeals::assign)),
        route(POST, "/appeals/{number}/messages", May(Act::Favour), post(forms::appeals::write)),
        route(POST, "/appeals/{number}/verdict", May(Act::Favour), post(forms::appeals::decide)),
        route(GET, "/holds", May(Act::ReadCases), get(forms::holds::list)),
        route(GET, "/holds/{number}", May(Act::ReadCases), get(forms::holds::show)),
        route(POST, "/holds/{number}/release", May(Act::Approve), post(forms::holds::ask)),
        route(POST, "/holds/{number}/release/agreement", May(Act::Approve), post(forms::holds::release)),
        route(GET, "/instructions/{number}", May(Act::ReadCases), get(forms::instructions::show)),
        route(POST, "/instructions/{number}/confirmation", May(Act::CarryOut), post(forms::instructions::confirm)),
        // -- customers: read by those who work cases and by those who keep customers, which is everybody here
        route(GET, "/customers", SignedIn, get(forms::customers::list)),
        route(GET, "/customers/new", May(Act::KeepCustomers), get(forms::customers::new)),
        route(POST, "/customers/new", May(Act::KeepCustomers), post(forms::customers::add)),
        route(GET, "/customers/{handle}", SignedIn, get(forms::customers::show)),
        route(POST, "/customers/{handle}/contacts", May(Act::KeepCustomers), post(forms::customers::add_contact)),
        route(POST, "/customers/{handle}/assets", May(Act::KeepCustomers), post(forms::customers::assign)),
        route(
            POST,
            "/customers/{handle}/assets/{id}/release",
            May(Act::KeepCustomers),
            post(forms::customers::release),
        ),
        // -- letters, and the words with which they begin
        route(GET, "/letters", May(Act::ReadCases), get(forms::letters::list)),
        route(GET, "/letters/{id}", May(Act::ReadCases), get(forms::letters::show)),
        route(POST, "/letters/{id}/again", May(Act::WorkCases), post(forms::letters::again)),
        route(GET, "/templates", May(Act::ReadCases), get(forms::templates::list)),
        route(GET, "/templates/{kind}/{language}", May(Act::ReadCases), get(forms::templates::show)),
        route(GET, "/templates/{kind}/{language}/new", May(Act::Approve), get(forms::templates::new)),
        route(POST, "/templates/{kind}/{language}/new", May(Act::Approve), post(forms::templates::check)),
        route(POST, "/templates/{kind}/{language}", May(Act::Approve), post(forms::templates::publish)),
        // -- the record, and what leaves the house
        route(GET, "/ledger", May(Act::ReadLedger), get(forms::ledger::list)),
        route(GET, "/ledger/{seq}", May(Act::ReadLedger), get(forms::ledger::show)),
        route(GET, "/decisions", May(Act::ReadCases), get(forms::decisions_register::list)),
        route(GET, "/decisions.csv", May(Act::Export), get(forms::decisions_register::csv)),
        route(POST, "/ledger/verification", May(Act::ReadLedger), post(forms::reports::verify)),
        route(GET, "/cases/{number}/as-of", May(Act::ReadCases), get(forms::as_of::case)),
        route(GET, "/customers/{handle}/as-of", May(Act::ReadCases), get(forms::as_of::customer)),
        route(GET, "/reports", May(Act::Export), get(forms::reports::list)),
        route(POST, "/reports", May(Act::Export), post(forms::reports::ask)),
        route(GET, "/reports/{id}/file", May(Act::Export), get(forms::reports::file)),
        route(POST, "/reports/{id}/cancellation", May(Act::Export), post(forms::reports::cancel)),
        route(GET, "/dashboard", May(Act::ReadCases), get(forms::dashboard::show)),
        route(GET, "/dashboard/{plot}", May(Act::ReadCases), get(forms::dashboard::csv)),
        route(POST, "/cases/{number}/file", May(Act::Export), post(forms::exports::case_file)),
        // -- the policy
        route(GET, "/policy", May(Act::ReadCases), get(forms::policy::list)),
        route(GET, "/policy/new", May(Act::KeepPolicy), get(forms::policy::new)),
        route(POST, "/policy/new", May(Act::KeepPolicy), post(forms::policy::publish_new)),
        route(GET, "/policy/{code}", May(Act::ReadCases), get(forms::policy::show)),
        route(GET, "/policy/{code}/edition", May(Act::KeepPolicy), get(forms::policy::edition)),
        route(POST, "/policy/{code}/edition", May(Act::KeepPolicy), post(forms::policy::publish_edition)),
        // -- people and machines
        route(GET, "/people", May(Act::KeepPeople), get(forms::people::list)),
        route(GET, "/people/new", May(Act::KeepPeople), get(forms::invitations::new)),
        route(POST, "/people/new", May(Act::KeepPeople), post(forms::invitations::invite)),
        route(GET, "/people/{id}", May(Act::KeepPeople), get(forms::people::show)),
        route(POST, "/people/{id}/role", May(Act::KeepPeople), post(forms::people::change_role)),
        route(POST, "/people/{id}/disabling", May(Act::KeepPeople), post(forms::people::disable)),
        route(POST, "/people/{id}/restoring", May(Act::KeepPeople), post(forms::people::restore)),
        route(POST, "/people/{id}/second-factor", May(Act::KeepPeople), post(forms::people::reset_second_factor)),
        route(POST, "/invitations/{id}/again", May(Act::KeepPeople), post(forms::invitations::again)),
        route(POST, "/invitations/{id}/taking-back", May(Act::KeepPeople), post(forms::invitations::take_back)),
        route(GET, "/tokens/new", May(Act::KeepPeople), get(forms::people::new_token)),
        route(POST, "/tokens/new", May(Act::KeepPeople), post(forms::people::add_token)),
        // -- customers, by the link in their letter
        route(GET, "/n/{token}", Link, get(forms::public_notice::show)),
        route(GET, "/n/{token}/replaced", Link, get(forms::public_notice::replaced)),
        route(POST, "/n/{token}/confirmation", Link, post(forms::public_notice::confirm)),
        route(GET, "/n/{token}/answer", Link, get(forms::public_notice::answer_form)),
        route(POST, "/n/{token}/answer", Link, post(forms::public_notice::answer)),
        route(GET, "/n/{token}/appeal", Link, get(forms::public_later::appeal_form)),
        route(POST, "/n/{token}/appeal", Link, post(forms::public_later::appeal)),
        route(GET, "/n/{token}/appeals/{receipt}", Link, get(forms::public_later::appeal_sheet)),
        route(POST, "/n/{token}/appeals/{receipt}", Link, post(forms::public_later::add_to_appeal)),
        route(GET, "/n/{token}/data", Link, get(forms::public_later::data_form)),
        route(POST, "/n/{token}/data", Link, post(forms::public_later::data)),
        route(GET, "/n/{token}/receipts/{receipt}", Link, get(forms::public_notice::receipt)),
        // -- whoever reports something
        route(GET, "/report", Anyone, get(forms::public_report::show)),
        route(POST, "/report", Anyone, post(forms::public_report::report)).limited(Limit::Report),
        route(GET, "/report/received/{reference}", Anyone, get(forms::public_report::received)),
        // -- the browser's files and server functions
        route(GET, "/live", May(Act::ReadCases), get(crate::live::listen)),
        route(GET, "/pkg/{file}", Anyone, get(assets::file)),
        route(GET, "/favicon.ico", Anyone, get(assets::favicon)),
        route(POST, "/fn/{*name}", SignedIn, post(super::functions)),
        // -- machines
        route(POST, "/api/v1/complaints", Token(COMPLAINTS_WRITE), post(api::complaints::send)),
        route(GET, "/api/v1/complaints/{id}", Token(COMPLAINTS_WRITE), get(api::complaints::standing)),
        route(GET, "/api/v1/openapi.json", Anyone, get(api::openapi::describe)),
        // -- for whoever runs the desk
        route(GET, "/healthz", Anyone, get(telemetry::healthz)),
    ]
}
