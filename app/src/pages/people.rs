//! Who works here, and which machines may send reports.

use docket::people::Role;
use docket::time::Moment;
use docket::view::PeopleView;
use docket::words::Language;
use leptos::prelude::*;

use crate::islands::Copy;
use crate::render::Page;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Pick, Select, options};

pub fn list(frame: Frame, view: PeopleView) -> Page {
    Page::staff("People", move || {
        let zone = frame.zone;
        let day = move |at: Moment| {
            let shown = zone.show(at, Language::En);
            view! { <time datetime=at.rfc3339() title=shown.utc>{shown.date}</time> }
        };
        let people = view.people.into_iter().map(|person| {
            let state = person.disabled_at.is_some().then(|| view! { " " <span class="tag">"Disabled"</span> });
            view! {
                <tr>
                    <th scope="row" class="listing__main"><bdi>{person.name.show().to_owned()}</bdi>{state}</th>
                    <td><bdi>{person.email.show().to_owned()}</bdi></td>
                    <td>{title(person.role)}</td>
                    <td class="listing__less">{person.zone}</td>
                    <td class="listing__less">{day(person.added_at)}</td>
                </tr>
            }
        });
        let people = people.collect_view();
        let tokens = view.tokens.into_iter().map(|token| {
            let state = token.revoked_at.is_some().then(|| view! { " " <span class="tag">"Revoked"</span> });
            view! {
                <tr>
                    <th scope="row" class="listing__main"><bdi>{token.name}</bdi>{state}</th>
                    <td><code>{token.scope}</code></td>
                    <td>{day(token.added_at)}</td>
                </tr>
            }
        });
        let tokens: Vec<_> = tokens.collect();
        let keys = if tokens.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">"No machine has a key."</p>
                    <p class="empty__next">"A key lets a mail gateway or a feed hand over reports at "<code>"/api/v1/complaints"</code>"."</p>
                </div>
            }
            .into_any()
        } else {
            view! {
                <table class="listing">
                    <caption class="unseen">"Keys of machines"</caption>
                    <thead><tr><th scope="col">"Name"</th><th scope="col">"May do"</th><th scope="col">"Since"</th></tr></thead>
                    <tbody>{tokens}</tbody>
                </table>
            }
            .into_any()
        };
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <div class="head">
                    <h1 class="head__title">"People"</h1>
                    <div class="head__acts"><a class="button" href="/people/new">"Add a person"</a></div>
                </div>
                <table class="listing">
                    <caption class="unseen">"People of this desk"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Email"</th>
                            <th scope="col">"Role"</th>
                            <th scope="col" class="listing__less">"Time zone"</th>
                            <th scope="col" class="listing__less">"Since"</th>
                        </tr>
                    </thead>
                    <tbody>{people}</tbody>
                </table>
                <section class="page__section">
                    <div class="head">
                        <h2>"Keys of machines"</h2>
                        <div class="head__acts"><a class="button" href="/tokens/new">"Make a key"</a></div>
                    </div>
                    {keys}
                </section>
            </main>
        }
    })
}

pub fn new(frame: Frame, zones: Vec<&'static str>, form: FormState) -> Page {
    Page::staff("Add a person", move || {
        let zone = frame.zone.name();
        let roles = Role::ALL.into_iter().map(|role| Pick::new(role.word(), title(role)).hint(duty(role))).collect();
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <a class="head__back" href="/people">"People"</a>
                <h1 class="head__title">"Add a person"</h1>
                <form class="form" method="post" action="/people/new" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <Field form=form.clone() name="name" label="Name" autocomplete="off" size=32 />
                    <Field form=form.clone() name="email" label="Email address" kind="email" autocomplete="off" size=32 />
                    <Choices form=form.clone() name="role" legend="Role" picks=roles />
                    <Select form=form.clone() name="zone" label="Time zone" options=options(zones.into_iter().map(|zone| (zone, zone))) value=zone />
                    <Field
                        form=form
                        name="new_password"
                        label="First password"
                        hint="At least 15 characters. Give it to them yourself, not by mail."
                        kind="password"
                        autocomplete="new-password"
                        size=32
                    />
                    <div class="form__acts">
                        <button class="button button--primary">"Add this person"</button>
                        <a href="/people">"Cancel"</a>
                    </div>
                </form>
            </main>
        }
    })
}

pub fn new_token(frame: Frame, form: FormState) -> Page {
    Page::staff("Make a key", move || {
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <a class="head__back" href="/people">"People"</a>
                <h1 class="head__title">"Make a key"</h1>
                <form class="form" method="post" action="/tokens/new" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <p>"Whoever holds the key may hand over reports and ask what became of them, and nothing else."</p>
                    <Field form=form name="name" label="Which machine is it for?" hint="For example: mail gateway" autocomplete="off" size=32 />
                    <div class="form__acts">
                        <button class="button button--primary">"Make the key"</button>
                        <a href="/people">"Cancel"</a>
                    </div>
                </form>
            </main>
        }
    })
}

pub fn token_made(frame: Frame, name: String, key: String) -> Page {
    Page::staff("The key", move || {
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <a class="head__back" href="/people">"People"</a>
                <h1 class="head__title">"The key for " <bdi>{name}</bdi></h1>
                <div class="heed">
                    <p class="heed__title">"Copy it now. It is shown this once and kept nowhere."</p>
                    <p><Copy code=key what="the key".to_owned() /></p>
                </div>
                <p>"Sent with each call: " <code>"Authorization: Bearer "</code> "and the key."</p>
            </main>
        }
    })
}

fn title(role: Role) -> &'static str {
    match role {
        Role::Analyst => "Analyst",
        Role::Lead => "Lead",
        Role::Counsel => "Counsel",
        Role::Auditor => "Auditor",
        Role::Admin => "Admin",
    }
}

/// What a role is for, in the words of whoever hands it out.
fn duty(role: Role) -> &'static str {
    match role {
        Role::Analyst => "Logs complaints, works cases, writes notices, proposes decisions.",
        Role::Lead => "All that, and approves what another proposed, keeps customers, exports.",
        Role::Counsel => "Reads everything, approves decisions, exports.",
        Role::Auditor => "Reads everything and exports, changes nothing.",
        Role::Admin => "Adds people and keys, keeps customers, reads no case.",
    }
}
