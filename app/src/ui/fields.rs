//! The fields of forms. The id of each is its name, so that the error summary can lead there; hint and error are tied
//! to it; what was typed stands in it again after a refusal. Forms carry `novalidate`: the server says what is wrong.
//!
//! ```text
//! <form class="form" method="post" action="/customers" novalidate>
//!     <ErrorSummary form=form.clone() />
//!     <Hidden form=form.clone() />
//!     <Field form=form.clone() name="handle" label="Handle" hint="As in your own systems." size=24 />
//!     <TextArea form=form.clone() name="reason" label="Why?" rows=4 />
//!     <Select form=form.clone() name="zone" label="Time zone" options=options([("UTC", "UTC")]) value="UTC" />
//!     <Choices form=form.clone() name="stance" legend="What did you do?" picks=vec![Pick::new("done", "It is done")] />
//!     <Choice form=form.clone() name="sure" label="I am sure" />
//!     <FileField form=form.clone() name="files" label="Files" />
//!     <div class="form__acts"><button class="button button--primary">"Add customer"</button></div>
//! </form>
//! ```

use leptos::prelude::*;

use super::FormState;
use crate::render::area;
use crate::words::t;

/// Label, hint and error of a field, and what ties them to the control.
struct Beside {
    class: &'static str,
    hint: AnyView,
    error: AnyView,
    described_by: Option<String>,
    invalid: Option<&'static str>,
}

impl Beside {
    fn of(form: &FormState, name: &str, hint: String, full: bool) -> Self {
        let problem = form.problem(name);
        let ids: Vec<String> = [(!hint.is_empty(), "hint"), (problem.is_some(), "error")]
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{name}-{part}"))
            .collect();
        let wrong = problem.is_some();
        Self {
            class: match (wrong, full) {
                (false, false) => "field",
                (false, true) => "field field--full",
                (true, false) => "field field--wrong",
                (true, true) => "field field--wrong field--full",
            },
            hint: (!hint.is_empty())
                .then(|| view! { <p class="field__hint" id=format!("{name}-hint")>{hint}</p> })
                .into_any(),
            error: problem
                .map(|sentence| view! { <p class="field__error" id=format!("{name}-error")>{sentence}</p> })
                .into_any(),
            described_by: (!ids.is_empty()).then(|| ids.join(" ")),
            invalid: wrong.then_some("true"),
        }
    }
}

fn label_words(label: String, optional: bool) -> impl IntoView {
    view! { {label}{optional.then(|| view! { " " <span class="field__optional">"(" {t("optional")} ")"</span> })} }
}

fn given(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// One line of text. `kind` is the input's type.
#[component]
pub fn Field(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = "text".into(), into)] kind: String,
    /// What stands in it before anybody has typed.
    #[prop(optional, into)]
    value: String,
    /// How many characters wide.
    #[prop(optional)]
    size: usize,
    #[prop(optional, into)] autocomplete: String,
    #[prop(optional, into)] inputmode: String,
    #[prop(optional)] required: bool,
    /// Says "(optional)" behind the label.
    #[prop(optional)]
    optional: bool,
    /// Takes the whole width.
    #[prop(optional)]
    full: bool,
) -> impl IntoView {
    let beside = Beside::of(&form, &name, hint, full);
    // A password is never sent back to the browser.
    let value = if kind == "password" { String::new() } else { form.or(&name, value) };
    let plain = matches!(kind.as_str(), "email" | "url" | "password") || autocomplete == "off";
    view! {
        <div class=beside.class>
            <label class="field__label" for=name.clone()>{label_words(label, optional)}</label>
            {beside.hint}
            {beside.error}
            <input
                id=name.clone()
                name=name
                type=kind
                value=value
                size=(size > 0).then_some(size)
                autocomplete=given(autocomplete)
                inputmode=given(inputmode)
                spellcheck=plain.then_some("false")
                required=required
                aria-describedby=beside.described_by
                aria-invalid=beside.invalid
            />
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(default = 5)] rows: usize,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
    /// Addresses, prefixes: nothing for a spelling checker.
    #[prop(optional)]
    code: bool,
) -> impl IntoView {
    let beside = Beside::of(&form, &name, hint, false);
    let text = form.or(&name, value);
    view! {
        <div class=beside.class>
            <label class="field__label" for=name.clone()>{label_words(label, optional)}</label>
            {beside.hint}
            {beside.error}
            <textarea
                id=name.clone()
                name=name
                rows=rows
                class=code.then_some("mono")
                spellcheck=code.then_some("false")
                required=required
                aria-describedby=beside.described_by
                aria-invalid=beside.invalid
                inner_html=area(&text)
            ></textarea>
        </div>
    }
}

/// Value and words of each option.
pub fn options<V: Into<String>, W: Into<String>>(pairs: impl IntoIterator<Item = (V, W)>) -> Vec<(String, String)> {
    pairs.into_iter().map(|(value, words)| (value.into(), words.into())).collect()
}

#[component]
pub fn Select(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    options: Vec<(String, String)>,
    /// What is chosen before anybody has chosen.
    #[prop(optional, into)]
    value: String,
    /// The words of an empty first option, such as "Choose one".
    #[prop(optional, into)]
    none: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
    #[prop(optional)] full: bool,
) -> impl IntoView {
    let beside = Beside::of(&form, &name, hint, full);
    let chosen = form.or(&name, value);
    let empty = given(none).map(|words| view! { <option value="">{words}</option> });
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <div class=beside.class>
            <label class="field__label" for=name.clone()>{label_words(label, optional)}</label>
            {beside.hint}
            {beside.error}
            <select
                id=name.clone()
                name=name
                required=required
                aria-describedby=beside.described_by
                aria-invalid=beside.invalid
            >
                {empty}
                {options.collect_view()}
            </select>
        </div>
    }
}

/// One of several things to choose from.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl Pick {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

/// Radio buttons, or with `many` boxes to tick. The first one's id is the name, because the error summary leads there.
#[component]
pub fn Choices(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: String,
    picks: Vec<Pick>,
    /// What is chosen before anybody has chosen.
    #[prop(optional)]
    chosen: Vec<String>,
    #[prop(optional)] many: bool,
    #[prop(optional)] across: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let beside = Beside::of(&form, &name, hint, true);
    let chosen = if form.touched { form.values(&name) } else { chosen };
    let kind = if many { "checkbox" } else { "radio" };
    let rows = picks.into_iter().enumerate().map(|(place, pick)| {
        let id = if place == 0 { name.clone() } else { format!("{name}-{}", place + 1) };
        let checked = chosen.contains(&pick.value);
        view! {
            <label class="choice" for=id.clone()>
                <input type=kind id=id.clone() name=name.clone() value=pick.value checked=checked />
                <span>{pick.label} {given(pick.hint).map(|hint| view! { " " <span class="choice__hint">{hint}</span> })}</span>
            </label>
        }
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class=beside.class aria-describedby=beside.described_by>
            <legend class="field__label">{label_words(legend, optional)}</legend>
            {beside.hint}
            {beside.error}
            <div class=if across { "choices choices--across" } else { "choices" }>{rows}</div>
        </fieldset>
    }
}

/// One box to tick.
#[component]
pub fn Choice(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = "yes".into(), into)] value: String,
    /// Ticked before anybody has touched it.
    #[prop(optional)]
    ticked: bool,
) -> impl IntoView {
    let beside = Beside::of(&form, &name, String::new(), true);
    let checked = if form.touched { form.checked(&name, &value) } else { ticked };
    view! {
        <div class=beside.class>
            {beside.error}
            <label class="choice" for=name.clone()>
                <input
                    type="checkbox"
                    id=name.clone()
                    name=name.clone()
                    value=value
                    checked=checked
                    aria-describedby=beside.described_by
                    aria-invalid=beside.invalid
                />
                <span>{label} {given(hint).map(|hint| view! { " " <span class="choice__hint">{hint}</span> })}</span>
            </label>
        </div>
    }
}

/// Files. The form needs `enctype="multipart/form-data"`.
#[component]
pub fn FileField(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = true)] multiple: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let before = form.values(&format!("{name}.chosen"));
    // A browser cannot be given its files back; the page can at least say which they were.
    let again = (!before.is_empty()).then(|| {
        let words = t("Choose them again, files do not come back with a refused form: ");
        view! { <p class="field__hint" id=format!("{name}-again")>{words} <bdi>{before.join(", ")}</bdi></p> }
    });
    let beside = Beside::of(&form, &name, hint, false);
    let described_by = match (beside.described_by, again.is_some()) {
        (Some(ids), true) => Some(format!("{ids} {name}-again")),
        (None, true) => Some(format!("{name}-again")),
        (ids, false) => ids,
    };
    view! {
        <div class=beside.class>
            <label class="field__label" for=name.clone()>{label_words(label, optional)}</label>
            {beside.hint}
            {again}
            {beside.error}
            <input
                type="file"
                id=name.clone()
                name=name
                multiple=multiple
                aria-describedby=described_by
                aria-invalid=beside.invalid
            />
        </div>
    }
}

/// What no one sees: which intention this form is, and which version of the noun its sender saw.
#[component]
pub fn Hidden(form: FormState, #[prop(optional)] version: Option<i64>) -> impl IntoView {
    let version = version.map(|version| view! { <input type="hidden" name="version" value=version /> });
    view! { <input type="hidden" name="command_id" value=form.command /> {version} }
}

#[cfg(test)]
mod tests {
    use docket::refusal::Problem;

    use super::super::ErrorSummary;
    use super::*;

    #[test]
    fn what_is_wrong_is_tied_to_its_field_and_nothing_typed_is_lost() {
        let form = FormState {
            values: [("handle".to_owned(), vec!["\"<b>".to_owned()])].into(),
            problems: vec![Problem::new("handle", "Use small letters.")],
            touched: true,
            ..FormState::default()
        };
        let html = Owner::new().with(|| {
            view! {
                <ErrorSummary form=form.clone() />
                <Field form=form.clone() name="handle" label="Handle" hint="Short." />
                <TextArea form=form.clone() name="note" label="Note" value="a default" optional=true />
                <Choices form=form name="duty" legend="For what?" picks=vec![Pick::new("legal", "Law")] />
            }
            .to_html()
        });
        let html = crate::render::without_markers(&html);
        assert!(html.contains("href=\"#handle\""), "{html}");
        assert!(html.contains("aria-describedby=\"handle-hint handle-error\" aria-invalid=\"true\""), "{html}");
        assert!(html.contains("value=\"&quot;"), "{html}");
        assert!(!html.contains("a default"), "{html}");
        assert!(html.contains("(optional)"), "{html}");
        assert!(html.contains("<input type=\"radio\" id=\"duty\""), "{html}");
    }
}
