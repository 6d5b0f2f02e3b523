//! Somebody of the team, as an admin sees them: role, access, second factor.

use docket::people::{Person, Role};
use docket::time::Moment;
use leptos::prelude::*;

use super::people::{duty, title};
use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Pick, TextArea};
use crate::words::{language, t};

/// Which of the page's forms was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    None,
    Name,
    Role,
    Proposal,
    Access,
    Factor,
}

#[derive(Clone, Debug)]
pub struct PersonView {
    pub person: Person,
    pub seen: Option<Moment>,
    pub part: Part,
    /// They were called otherwise before, and that name is still kept.
    pub former_name: bool,
    /// Who proposed the role that waits.
    pub proposed_by: String,
    /// Roles for which another admin has to agree.
    pub with_another: Vec<Role>,
}

pub fn show(frame: Frame, view: PersonView, form: FormState) -> Page {
    let name = view.person.name.show().to_owned();
    Page::staff(name.clone(), move || {
        let zone = frame.zone;
        let when = move |at: Moment| {
            let shown = zone.show(at, language());
            view! { <time datetime=at.rfc3339() title=shown.utc>{shown.date} " " {shown.time}</time> }.into_any()
        };
        let person = view.person;
        let own = person.id == frame.who.person.id;
        let fresh = frame.who.is_fresh(frame.now);
        let path = format!("/people/{}", person.id);
        // Each form is a page of its own when the sign-in is too old, so that no field stands twice.
        let blank = FormState { command: form.command.clone(), ..FormState::default() };
        let of = |part: Part| if view.part == part { form.clone() } else { blank.clone() };
        let summary = if view.part == Part::None { blank.clone() } else { form.clone() };
        let again = (!fresh || form.problem("password").is_some() || form.problem("one_time_code").is_some())
            .then(|| view! { <a href=format!("/sign-in/again?next={path}")>{t("Sign in again first: your last sign-in is more than five minutes ago.")}</a> }.into_any());
        let shut = again.is_some();
        let state = match (person.disabled_at, person.second_factor_at) {
            (Some(_), _) => {
                view! { <div class="tags"><span class="tag tag--late">{t("Disabled")}</span></div> }.into_any()
            }
            _ => ().into_any(),
        };
        let facts = view! {
            <dl class="facts facts--ruled page__section">
                <dt>{t("Email")}</dt><dd><bdi>{person.email.show().to_owned()}</bdi></dd>
                <dt>{t("Role")}</dt><dd>{title(person.role)}</dd>
                <dt>{t("Here since")}</dt><dd>{when(person.added_at)}</dd>
                <dt>{t("Last seen")}</dt><dd>{view.seen.map_or_else(|| t("Never").into_any(), when)}</dd>
                <dt>{t("Second factor")}</dt>
                <dd>{person.second_factor_at.map_or_else(|| t("None").into_any(), |at| view! { {t("Since ")} {when(at)} }.into_any())}</dd>
                {person.disabled_at.map(|at| view! { <dt>{t("Disabled")}</dt><dd>{when(at)}</dd> })}
            </dl>
        };
        let with_another = view.with_another;
        let waiting = person.waiting.clone().map(|waiting| {
            let form = of(Part::Proposal);
            let name = person.name.show().to_owned();
            let mine = waiting.by == frame.who.person.id;
            let says = if own {
                say!("{} proposed that you become {}.", view.proposed_by, t(waiting.role.word()))
            } else {
                say!("{} proposed that {} becomes {}.", view.proposed_by, name, t(waiting.role.word()))
            };
            let how = match (own, mine) {
                (true, _) => t("Another admin agrees to it, never whom it is about."),
                (_, true) => t("You proposed it, so another admin has to agree."),
                _ => t("Nothing changes until you agree. From then on it acts on sessions that are open too."),
            };
            let agree = (!shut && !own && !mine).then(|| {
                view! {
                    <form method="post" action=format!("{path}/role/agreement") novalidate>
                        <Hidden form=form.clone() />
                        <input type="hidden" name="agreed" value=waiting.role.word() />
                        <button class="button button--primary">{t("Agree")}</button>
                    </form>
                }
            });
            let drop = (!shut).then(|| {
                view! {
                    <form method="post" action=format!("{path}/role/end") novalidate>
                        <Hidden form=form.clone() />
                        <button class="button">{t("Put the proposal aside")}</button>
                    </form>
                }
            });
            view! {
                <section class="heed page__section" aria-labelledby="agree">
                    <h3 class="heed__title" id="agree">{says}</h3>
                    <p>{t("Proposed ")} {when(waiting.at)} ". " {how}</p>
                    <div class="form__acts">{agree} {drop}</div>
                </section>
            }
        });
        let role = if own {
            view! { <p>{t("This is you. Nobody changes their own role; another admin can.")}</p> }.into_any()
        } else {
            let picks =
                Role::ALL.into_iter().map(|role| Pick::new(role.word(), title(role)).hint(duty(role))).collect();
            let form = of(Part::Role);
            let at_once = if with_another.is_empty() {
                t("No other admin could agree, so it acts at once, on sessions that are open too. The record says that one person did it.").to_owned()
            } else {
                let names: Vec<&str> = with_another.iter().map(|role| t(role.word())).collect();
                say!(
                    "More rights need a second admin, who agrees on this page: {}. Any other role acts at once, on sessions that are open too.",
                    names.join(", ")
                )
            };
            view! {
                <form class="form" method="post" action=format!("{path}/role") novalidate>
                    <Hidden form=form.clone() />
                    <Choices form name="role" legend=t("Role") picks chosen=vec![person.role.word().to_owned()] />
                    <p>{at_once}</p>
                    {(!shut).then(|| view! { <div class="form__acts"><button class="button">{t("Change the role")}</button></div> })}
                </form>
            }
            .into_any()
        };
        let disabled = person.disabled_at.is_some();
        let access_form = of(Part::Access);
        let access = if disabled {
            view! {
                <form class="form" method="post" action=format!("{path}/restoring") novalidate>
                    <Hidden form=access_form />
                    <p id="restore">{t("They cannot sign in. Their name stays in the record for ever.")}</p>
                    {(!shut).then(|| view! { <div class="form__acts"><button class="button">{t("Let them in again")}</button></div> })}
                </form>
            }
            .into_any()
        } else {
            view! {
                <form class="form" method="post" action=format!("{path}/disabling") novalidate>
                    <Hidden form=access_form />
                    <p id="disable">
                        {if own { t("This ends your own access and every session of yours.") } else { t("This ends every session of theirs at once. Nothing of what they did goes.") }}
                    </p>
                    {(!shut).then(|| view! { <div class="form__acts"><button class="button button--grave">{if own { t("End my access") } else { t("End their access") }}</button></div> })}
                </form>
            }
            .into_any()
        };
        let name_form = of(Part::Name);
        let former = view.former_name.then(|| {
            view! { <p><a href=format!("/erasures/new?of=former-name/{}", person.id)>{t("Erase the name before")}</a></p> }
        });
        let rename = (!person.name.is_erased()).then(|| {
            view! {
                <section class="page__section">
                    <h2>{t("Name")}</h2>
                    <form class="form" method="post" action=format!("{path}/name") novalidate>
                        <Hidden form=name_form.clone() />
                        <Field form=name_form name="new_name" label=t("Another name from now on") hint=t("The name before stays in the record until it is erased.") autocomplete="off" size=32 />
                        {(!shut).then(|| view! { <div class="form__acts"><button class="button">{t("Change the name")}</button></div> })}
                    </form>
                    {former}
                </section>
            }
        });
        let erase = (disabled && !person.name.is_erased()).then(|| {
            view! {
                <section class="page__section">
                    <h2>{t("Erase")}</h2>
                    <p>{t("Their name, their address and the sign-in go; what they did stays, as done by somebody who left. Two persons are needed.")}</p>
                    <p><a class="button" href=format!("/erasures/new?of=person/{}", person.id)>{t("Erase this person")}</a></p>
                </section>
            }
        });
        let factor = (person.second_factor_at.is_some() && !own).then(|| {
            let form = of(Part::Factor);
            view! {
                <section class="page__section">
                    <h2>{t("Second factor")}</h2>
                    <form class="form" method="post" action=format!("{path}/second-factor") novalidate>
                        <Hidden form=form.clone() />
                        <p>{t("For somebody who lost their telephone and their recovery codes. Their sessions end, and at their next sign-in they set up another.")}</p>
                        <TextArea form name="reason" label=t("Why?") hint=t("How you made sure that it is really them who asked.") rows=3 />
                        {(!shut).then(|| view! { <div class="form__acts"><button class="button button--grave">{t("Reset the second factor")}</button></div> })}
                    </form>
                </section>
            }
        });
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/people".to_owned(), t("People").to_owned()) title=name aside=state />
                <ErrorSummary form=summary />
                {again.map(|link| view! { <p class="heed">{link}</p> })}
                {facts}
                <section class="page__section"><h2>{t("What they may do")}</h2>{waiting} {role}</section>
                <section class="page__section"><h2>{t("Access")}</h2>{access}</section>
                {rename}
                {factor}
                {erase}
            </main>
        }
    })
}
