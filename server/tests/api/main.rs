//! The program from outside: every test is a visitor who knows nothing but HTTP. `cargo xtask test` runs all of them on
//! SQLite and once more on PostgreSQL.

mod account;
mod assets;
mod batches;
mod canaries;
mod check;
mod crawl;
mod exhibit;
mod forms;
mod french;
mod going;
mod guards;
mod headers;
mod home;
mod hostile;
mod html;
mod instructions;
mod intake;
mod intake_commands;
mod intake_openapi;
mod killed;
mod later;
mod links;
mod live;
mod log;
mod looking_back;
mod matrix;
mod program;
mod rounds;
mod sessions;
mod set_up;
mod sign_in;
mod site;
mod uploads;
mod world;
mod zombie;
