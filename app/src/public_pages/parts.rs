//! What several public pages are made of.

use docket::notice::Notice;
use docket::time::zone::{Shown, Zone};
use docket::time::{Deadline, Moment, left_words};
use docket::words::{Language, defang};
use leptos::prelude::*;

use super::Reader;
use super::words::common;
use crate::islands::countdown::tone;
use crate::ui::FormState;

/// The provider's name, and the same page in the other language.
pub fn masthead(reader: &Reader, path: &str) -> impl IntoView + use<> {
    let other = match reader.language {
        Language::En => Language::Fr,
        Language::Fr => Language::En,
    };
    let words = common(reader.language);
    view! {
        <header class="masthead">
            <div class="masthead__in">
                <span class="masthead__name">{reader.provider.clone()}</span>
                <nav class="masthead__links" aria-label=words.language>
                    <a href=format!("{path}?lang={}", other.code()) hreflang=other.code() lang=other.code()>
                        {other.own_name()}
                    </a>
                </nav>
            </div>
        </header>
    }
}

/// A telephone number that a phone can dial.
pub fn telephone(number: &str) -> impl IntoView + use<> {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    view! { <a class="whole" href=format!("tel:{dialled}")>{number.to_owned()}</a> }
}

pub fn zone_of(deadline: &Deadline) -> Zone {
    Zone::parse(&deadline.zone).unwrap_or(Zone::UTC)
}

/// The promised instant as one would say it. Should our zone database have changed its mind since, the frozen words
/// stand.
pub fn spoken(deadline: &Deadline, language: Language) -> String {
    let shown = zone_of(deadline).show(deadline.at, language);
    if shown.offset == deadline.offset { shown.spoken } else { deadline.sentence(language) }
}

/// The same in UTC, unless the customer lives by it.
pub fn in_utc(deadline: &Deadline, language: Language) -> Option<String> {
    let shown = zone_of(deadline).show(deadline.at, language);
    (shown.offset != "UTC+00:00").then_some(shown.utc)
}

/// What is left until the deadline: right when the page was made, and ticked by the page's script.
pub fn time_left(notice: &Notice, reader: &Reader) -> impl IntoView + use<> {
    let (words, deadline) = (common(reader.language), &notice.deadline);
    let left = deadline.at.minus(reader.now);
    let class = tone(left / 1_000);
    // What its time counts from has not come: the instant is the earliest end, and nothing is over with it.
    let waits = notice.awaits_anchor();
    if left <= 0 {
        return match waits {
            true => view! { <span>{words.not_over}</span> }.into_any(),
            false => view! { <span class=class>{words.passed}</span> }.into_any(),
        };
    }
    let said = words.left.replace("{}", &left_words(left, reader.language));
    view! {
        <span
            class=class
            data-instant=millis(deadline.at)
            data-now=millis(reader.now)
            data-left=words.left
            data-over=if waits { words.not_over } else { words.over }
        >
            {said}
        </span>
    }
    .into_any()
}

fn millis(at: Moment) -> String {
    (at.micros() / 1_000).to_string()
}

/// An instant on the record, with the zone beside it and UTC behind it.
pub fn instant(at: Moment, zone: Zone, language: Language) -> impl IntoView + use<> {
    let Shown { long, utc, .. } = zone.show(at, language);
    view! { <time datetime=at.rfc3339() title=utc>{long}</time> }
}

/// To the second: `Sunday 10 January 2021, 23:41:07 PST (UTC−08:00)`.
pub fn to_the_second(at: Moment, zone: Zone, language: Language) -> String {
    let Shown { day_heading, clock_seconds, abbreviation, offset, .. } = zone.show(at, language);
    match abbreviation.as_str() {
        "" => format!("{day_heading}, {clock_seconds} ({offset})"),
        "UTC" => format!("{day_heading}, {clock_seconds} UTC"),
        name => format!("{day_heading}, {clock_seconds} {name} ({offset})"),
    }
}

/// What somebody wrote, with its paragraphs and line ends. Addresses in it do not open.
pub fn paragraphs(text: &str) -> Vec<AnyView> {
    as_written(&safe(text))
}

/// The same, with every address as it was typed.
pub fn as_written(text: &str) -> Vec<AnyView> {
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks.map(|block| view! { <p>{lines(block)}</p> }.into_any()).collect()
}

fn lines(block: &str) -> Vec<AnyView> {
    let break_between = |place: usize| (place > 0).then(|| view! { <br /> });
    let lines = block.lines().enumerate();
    lines.map(|(place, line)| view! { {break_between(place)}{line.to_owned()} }.into_any()).collect()
}

/// An address that opens by accident harms its reader. A lone word would be taken for an address as a whole, and
/// "Stop." is none.
pub fn safe(text: &str) -> String {
    let text = text.trim();
    let lone_word = !text.contains(char::is_whitespace) && !text.contains("://") && !text.contains('/');
    if lone_word { text.to_owned() } else { defang(text) }
}

/// The first sentence and what follows it. Only how the words are set depends on this: nothing is left out.
pub fn first_sentence(text: &str) -> (&str, &str) {
    let text = text.trim();
    let line = text.find('\n').unwrap_or(text.len());
    let ends = [". ", "? ", "! "].into_iter().filter_map(|end| text[..line].find(end).map(|at| at + 1));
    let end = ends.min().unwrap_or(line);
    (text[..end].trim(), text[end..].trim())
}

/// The `lang` of words that are in another language than the page around them.
pub fn own_language(words: Language, page: Language) -> Option<&'static str> {
    (words != page).then(|| words.code())
}

/// On top of a refused form: everything that is wrong, each leading to its field.
pub fn summary(form: &FormState, language: Language) -> impl IntoView + use<> {
    let words = common(language);
    form.is_refused().then(|| {
        let count = form.problems.len() + usize::from(form.message.is_some());
        let message = form.message.clone().map(|sentence| view! { <li>{sentence}</li> });
        let items = form.problems.clone().into_iter().map(|problem| {
            view! { <li><a href=format!("#{}", problem.field)>{problem.sentence.in_language(language)}</a></li> }
        });
        view! {
            <div class="errors" role="alert" aria-labelledby="errors-title" tabindex="-1">
                <h2 class="errors__title" id="errors-title">{(words.problems)(count)}</h2>
                <ul class="errors__list">{message}{items.collect_view()}</ul>
            </div>
        }
    })
}

/// The title of a form's page: when something is wrong, that is the first thing that is read.
pub fn form_title(title: String, form: &FormState, language: Language) -> String {
    if form.is_refused() { format!("{}{title}", common(language).error) } else { title }
}

/// One field with its label, hint and problem. The control itself is given, because each is different.
pub struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: &'a str,
    pub optional: bool,
    pub full: bool,
}

impl Field<'_> {
    /// What an input must point to, so that a screen reader says hint and problem with it.
    pub fn described(&self, form: &FormState) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let wrong = form.problem(self.name).map(|_| format!("{}-problem", self.name));
        let ids: Vec<String> = [hint, wrong].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    pub fn invalid(&self, form: &FormState) -> Option<&'static str> {
        form.problem(self.name).map(|_| "true")
    }

    pub fn around(&self, form: &FormState, language: Language, control: impl IntoView + 'static) -> AnyView {
        let wrong = form.problem(self.name);
        let class = match (wrong.is_some(), self.full) {
            (false, false) => "field",
            (false, true) => "field field--full",
            (true, false) => "field field--wrong",
            (true, true) => "field field--wrong field--full",
        };
        let name = self.name.to_owned();
        let optional = self.optional.then(|| {
            view! { " " <span class="field__optional">{common(language).optional}</span> }
        });
        let hint = (!self.hint.is_empty()).then(|| {
            view! { <p class="field__hint" id=format!("{name}-hint")>{self.hint.to_owned()}</p> }
        });
        view! {
            <div class=class>
                <label class="field__label" for=name.clone()>{self.label.to_owned()}{optional}</label>
                {hint}
                {problem(&name, form)}
                {control.into_any()}
            </div>
        }
        .into_any()
    }

    /// One line of text.
    pub fn line(
        &self,
        form: &FormState,
        language: Language,
        kind: &'static str,
        autocomplete: &'static str,
        size: &'static str,
    ) -> AnyView {
        let control = view! {
            <input
                type=kind
                id=self.name.to_owned()
                name=self.name.to_owned()
                value=form.value(self.name)
                size=size
                autocomplete=autocomplete
                aria-describedby=self.described(form)
                aria-invalid=self.invalid(form)
            />
        };
        self.around(form, language, control)
    }

    /// Many lines.
    pub fn area(&self, form: &FormState, language: Language, rows: &'static str) -> AnyView {
        let control = view! {
            <textarea
                id=self.name.to_owned()
                name=self.name.to_owned()
                rows=rows
                aria-describedby=self.described(form)
                aria-invalid=self.invalid(form)
                inner_html=crate::render::area(&form.value(self.name))
            ></textarea>
        };
        self.around(form, language, control)
    }

    /// Files. A browser cannot be given its choice back, so the page says which they were.
    pub fn files(&self, form: &FormState, language: Language) -> AnyView {
        let chosen = form.values(&format!("{}.chosen", self.name));
        let again = (!chosen.is_empty()).then(|| {
            let words = common(language);
            let names: Vec<AnyView> = chosen
                .into_iter()
                .map(|name| view! { <li class="files__item"><bdi class="files__name">{name}</bdi></li> }.into_any())
                .collect();
            view! { <p>{words.choose_again}</p><ul class="files">{names}</ul> }
        });
        let control = view! {
            <input
                type="file"
                multiple
                id=self.name.to_owned()
                name=self.name.to_owned()
                aria-describedby=self.described(form)
                aria-invalid=self.invalid(form)
            />
            {again}
        };
        self.around(form, language, control)
    }
}

/// The sentence beside a field.
pub fn problem(name: &str, form: &FormState) -> impl IntoView + use<> {
    let id = format!("{name}-problem");
    form.problem(name).map(|sentence| view! { <p class="field__error" id=id>{sentence}</p> })
}

/// A size as people say it: `14 kB`, `3.2 MB`.
pub fn size(bytes: i64, language: Language) -> String {
    let (thousand, unit) = match (bytes, language) {
        (..1_000, Language::En) => return format!("{bytes} bytes"),
        (..1_000, Language::Fr) => return format!("{bytes} octets"),
        (..1_000_000, Language::En) => (1_000, "kB"),
        (..1_000_000, Language::Fr) => (1_000, "ko"),
        (_, Language::En) => (1_000_000, "MB"),
        (_, Language::Fr) => (1_000_000, "Mo"),
    };
    let (whole, tenth) = (bytes / thousand, bytes % thousand * 10 / thousand);
    let point = if language == Language::Fr { "," } else { "." };
    match (whole, tenth) {
        (10.., _) | (_, 0) => format!("{whole} {unit}"),
        _ => format!("{whole}{point}{tenth} {unit}"),
    }
}

/// A hash that may break after every eighth digit, and is whole when it is copied.
pub fn hash(hex: &str) -> impl IntoView + use<> {
    let groups: Vec<AnyView> = hex
        .as_bytes()
        .chunks(8)
        .map(|group| view! { {String::from_utf8_lossy(group).into_owned()}<wbr /> }.into_any())
        .collect();
    view! { <code>{groups}</code> }
}

/// One box to tick, with what ticking it says.
pub fn tick(name: &'static str, label: &'static str, hint: String, form: &FormState) -> impl IntoView + use<> {
    let wrong = form.problem(name).is_some();
    view! {
        <div class=if wrong { "field field--wrong field--full" } else { "field field--full" }>
            {problem(name, form)}
            <label class="choice" for=name>
                <input
                    type="checkbox"
                    id=name
                    name=name
                    value="yes"
                    checked=form.checked(name, "yes")
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=wrong.then(|| format!("{name}-problem"))
                />
                <span>
                    {label} {(!hint.is_empty()).then(|| view! { <span class="choice__hint">{hint}</span> })}
                </span>
            </label>
        </div>
    }
}

/// Browsers send a chosen day as `2021-01-17`; whatever else was typed stays as it is.
pub fn day_in_words(day: &str, language: Language) -> String {
    match Moment::parse(&format!("{day}T00:00:00Z")) {
        Some(at) => Zone::UTC.show(at, language).day_heading,
        None => day.to_owned(),
    }
}
