//! The program from outside: every test is a visitor who knows nothing but HTTP.

mod forms;
mod guards;
mod headers;
mod intake;
mod intake_commands;
mod intake_openapi;
mod killed;
mod matrix;
mod program;
mod sessions;
mod set_up;
mod sign_in;
mod site;
