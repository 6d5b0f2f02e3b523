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
        route(POST, "/sign-out", Anyone, post(forms::sign_in::sign_out)),
        route(GET, "/set-up/{token}", Link, get(forms::set_up::show)),
        route(POST, "/set-up/{token}", Link, post(forms::set_up::set_up)).limited(Limit::SignIn),
        // -- people and machines
        route(GET, "/people", May(Act::KeepPeople), get(forms::people::list)),
        route(GET, "/people/new", May(Act::KeepPeople), get(forms::people::new)),
        route(POST, "/people/new", May(Act::KeepPeople), post(forms::people::add)),
        route(GET, "/tokens/new", May(Act::KeepPeople), get(forms::people::new_token)),
        route(POST, "/tokens/new", May(Act::KeepPeople), post(forms::people::add_token)),
        // -- the browser's files and server functions
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
