//! Who works here, and which machines may send reports.

use docket::desk::invitations::is_too_old;
use docket::people::Role;
use docket::time::Moment;
use docket::view::PeopleView;
use leptos::prelude::*;

use crate::islands::Copy;
use crate::render::Page;
use crate::say;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Pick, WhenShort};
use crate::words::{language, t};

/// `commands` are for the forms beside each invitation, `revocations` for those beside each key.
pub fn list(frame: Frame, view: PeopleView, commands: Vec<[String; 2]>, revocations: Vec<String>) -> Page {
    Page::staff(t("People"), move || {
        let (zone, now) = (frame.zone, frame.now);
        let day = move |at: Moment| {
            let shown = zone.show(at, language());
            view! { <time datetime=at.rfc3339() title=shown.utc>{shown.date}</time> }
        };
        let seen = view.seen;
        let me = frame.who.person.id;
        let people = view.people.into_iter().map(|person| {
            let state = match person.disabled_at {
                Some(_) => view! { <span class="tag tag--late">{t("Disabled")}</span> }.into_any(),
                None if person.id == me => view! { <span class="tag tag--ours">{t("You")}</span> }.into_any(),
                None => view! { <span class="tag">{t("Active")}</span> }.into_any(),
            };
            let waiting = person.waiting.as_ref().map(|waiting| {
                view! { <span class="tag">{say!("{} proposed", title(waiting.role))}</span> }
            });
            let factor = match person.second_factor_at {
                Some(_) => view! { {t("Set up")} }.into_any(),
                None => view! { <span class="soft">{t("None")}</span> }.into_any(),
            };
            let seen = match seen.get(&person.id) {
                Some(at) => view! { <WhenShort at=*at zone now /> }.into_any(),
                None => view! { <span class="soft">{t("Never")}</span> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row" class="listing__main">
                        <a data-row href=format!("/people/{}", person.id)><bdi>{person.name.show().to_owned()}</bdi></a>
                    </th>
                    <td><bdi>{person.email.show().to_owned()}</bdi></td>
                    <td>{title(person.role)} " " {waiting}</td>
                    <td><span class="listing__unit">{t("Second factor: ")}</span>{factor}</td>
                    <td><span class="listing__unit">{t("Last seen: ")}</span>{seen}</td>
                    <td>{state}</td>
                </tr>
            }
        });
        let people = people.collect_view();
        let invitations = view.invitations.into_iter().zip(commands).map(|(invitation, [again, back])| {
            let path = format!("/invitations/{}", invitation.id);
            let email = invitation.email.show().to_owned();
            let until = zone.show(invitation.expires_at, language());
            let standing = if is_too_old(&invitation, now) {
                view! { <span class="tag tag--late">{t("Too old")}</span> {t(" since ")} }.into_any()
            } else {
                view! { {t("good until ")} }.into_any()
            };
            view! {
                <li class="entries__item">
                    <div class="entries__body">
                        <h3 class="entries__title"><bdi>{email.clone()}</bdi></h3>
                        <p class="entries__meta">
                            {title(invitation.role)} ", " {standing}
                            <time datetime=invitation.expires_at.rfc3339() title=until.utc>{until.date} " " {until.time}</time>
                        </p>
                    </div>
                    <div class="entries__acts">
                        <form method="post" action=format!("{path}/again")>
                            <input type="hidden" name="command_id" value=again />
                            <button class="button button--small" data-row>{t("Send again")} <span class="unseen">{t(" to ")} {email.clone()}</span></button>
                        </form>
                        <form method="post" action=format!("{path}/taking-back")>
                            <input type="hidden" name="command_id" value=back />
                            <button class="button button--small">{t("Take back")} <span class="unseen">{t(" the invitation of ")} {email}</span></button>
                        </form>
                    </div>
                </li>
            }
        });
        let invitations: Vec<_> = invitations.collect();
        let invited = (!invitations.is_empty()).then(|| {
            view! {
                <section class="page__section">
                    <h2>{t("Invited")}</h2>
                    <ul class="entries" data-rows>{invitations}</ul>
                </section>
            }
        });
        let tokens = view.tokens.into_iter().zip(revocations).map(|(token, command)| {
            let state = token.revoked_at.is_some().then(|| view! { " " <span class="tag">{t("Revoked")}</span> });
            let act = token.revoked_at.is_none().then(|| {
                view! {
                    <form method="post" action=format!("/tokens/{}/revocation", token.id)>
                        <input type="hidden" name="command_id" value=command />
                        <button class="button button--small" data-row>{t("Revoke")} <span class="unseen">" " {t("the key")} " " {token.name.clone()}</span></button>
                    </form>
                }
            });
            view! {
                <tr>
                    <th scope="row" class="listing__main"><bdi>{token.name}</bdi>{state}</th>
                    <td><code>{token.scope}</code></td>
                    <td>{day(token.added_at)}</td>
                    <td>{act}</td>
                </tr>
            }
        });
        let tokens: Vec<_> = tokens.collect();
        let keys = if tokens.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("No machine has a key.")}</p>
                    <p class="empty__next">{t("A key lets a mail gateway or a feed hand over reports at ")}<code>"/api/v1/complaints"</code>"."</p>
                </div>
            }
            .into_any()
        } else {
            view! {
                <table class="listing">
                    <caption class="unseen">{t("Keys of machines")}</caption>
                    <thead><tr><th scope="col">{t("Name")}</th><th scope="col">{t("May do")}</th><th scope="col">{t("Since")}</th><th scope="col"><span class="unseen">{t("Acts")}</span></th></tr></thead>
                    <tbody data-rows>{tokens}</tbody>
                </table>
            }
            .into_any()
        };
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <div class="head">
                    <h1 class="head__title">{t("People")}</h1>
                    <div class="head__acts"><a class="button" href="/people/new" data-key="c">{t("Invite somebody")}</a></div>
                </div>
                <table class="listing">
                    <caption class="unseen">{t("People of this desk")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("Name")}</th>
                            <th scope="col">{t("Email")}</th>
                            <th scope="col">{t("Role")}</th>
                            <th scope="col">{t("Second factor")}</th>
                            <th scope="col">{t("Last seen")}</th>
                            <th scope="col">{t("State")}</th>
                        </tr>
                    </thead>
                    <tbody data-rows>{people}</tbody>
                </table>
                {invited}
                <section class="page__section">
                    <div class="head">
                        <h2 id="keys">{t("Keys of machines")}</h2>
                        <div class="head__acts"><a class="button" href="/tokens/new">{t("Make a key")}</a></div>
                    </div>
                    {keys}
                </section>
            </main>
        }
    })
}

pub fn new_token(frame: Frame, form: FormState) -> Page {
    Page::staff(t("Make a key"), move || {
        let scopes = vec![
            Pick::new("complaints:write", t("Hand over reports, and ask what became of them")),
            Pick::new("assets:write", t("Say which customer holds which address, and since when")),
            Pick::new("instructions:write", t("Say what became of an instruction")),
            Pick::new("log:read", t("Read the log’s checkpoints and hashes, where not everybody may")),
        ];
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <a class="head__back" href="/people">{t("People")}</a>
                <h1 class="head__title">{t("Make a key")}</h1>
                <form class="form" method="post" action="/tokens/new" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <Field form=form.clone() name="name" label=t("Which machine is it for?") hint=t("For example: mail gateway") autocomplete="off" size=32 />
                    <Choices form=form name="scope" legend=t("What may it do?") hint=t("This and nothing else.") picks=scopes />
                    <div class="form__acts">
                        <button class="button button--primary">{t("Make the key")}</button>
                        <a href="/people">{t("Cancel")}</a>
                    </div>
                </form>
            </main>
        }
    })
}

pub fn token_made(frame: Frame, name: String, key: String) -> Page {
    Page::staff(t("The key"), move || {
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <a class="head__back" href="/people">{t("People")}</a>
                <h1 class="head__title">{t("The key for ")} <bdi>{name}</bdi></h1>
                <div class="heed">
                    <p class="heed__title">{t("Copy it now. It is shown this once and kept nowhere.")}</p>
                    <p><Copy code=key what=t("the key").to_owned() /></p>
                </div>
                <p>{t("Sent with each call: ")} <code>"Authorization: Bearer "</code> {t("and the key.")}</p>
            </main>
        }
    })
}

/// A role's name at the beginning of a line.
pub(super) fn title(role: Role) -> &'static str {
    match role {
        Role::Analyst => t("Analyst"),
        Role::Lead => t("Lead"),
        Role::Counsel => t("Counsel"),
        Role::Auditor => t("Auditor"),
        Role::Admin => t("Admin"),
    }
}

/// What a role is for, in the words of whoever hands it out.
pub(super) fn duty(role: Role) -> &'static str {
    match role {
        Role::Analyst => t("Logs complaints, works cases, writes notices, proposes decisions."),
        Role::Lead => t("All that, and approves what another proposed, keeps customers, exports."),
        Role::Counsel => t("Reads everything, approves decisions, exports."),
        Role::Auditor => t("Reads everything and exports, changes nothing."),
        Role::Admin => t("Invites people and makes keys, keeps customers, reads no case."),
    }
}
