//! Everything that was said, by its words.

use docket::desk::searching::{Hit, Hits};
use docket::search::Found;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::{Bar, Frame, Pager};
use crate::words::{said, t};

#[derive(Clone, Debug, Default)]
pub struct SearchAsk {
    pub q: String,
    pub kind: Option<Found>,
    pub before: Option<i64>,
}

impl SearchAsk {
    fn href(&self, kind: Option<Found>, before: Option<i64>) -> String {
        let before = before.map(|before| before.to_string()).unwrap_or_default();
        href("/search", &[("q", &self.q), ("kind", kind.map(Found::word).unwrap_or_default()), ("before", &before)])
    }
}

pub fn show(frame: Frame, ask: SearchAsk, found: Hits) -> Page {
    let title = if ask.q.is_empty() { t("Search").to_owned() } else { say!("Search: {}", ask.q) };
    Page::staff(title, move || {
        let many = found.hits.len();
        let first = ask.before.is_some().then(|| ask.href(ask.kind, None));
        let next = found.next.map(|before| ask.href(ask.kind, Some(before)));
        let pager = (first.is_some() || next.is_some())
            .then(|| view! { <Pager range=count(many, "entry", "entries") first next word=t("Older") /> });
        let zone = frame.zone;
        let note = found.beginnings.then(|| {
            view! { <p class="soft">{t("No entry holds exactly these words. These hold words that begin like them.")}</p> }
        });
        let list = if many == 0 {
            nothing(&ask).into_any()
        } else {
            let rows = found.hits.into_iter().map(|hit| view! { <Entry hit zone /> }).collect_view();
            view! { <ul class="entries" data-rows>{rows}</ul> }.into_any()
        };
        let kind = ask.kind.map(|kind| view! { <input type="hidden" name="kind" value=kind.word() /> });
        let meta =
            t("All complaints, cases, notes, notices, answers, decisions and customers. Newest first.").into_any();
        view! {
            <Bar frame=frame.clone() here="search" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Search") meta />
                <form class="filters" method="get" action="/search" role="search" aria-label=t("Search everything")>
                    {kind}
                    <label class="filters__field search__field">
                        {t("Words, numbers, addresses or hostnames")}
                        <input type="search" name="q" value=ask.q.clone() size="40" autocomplete="off" spellcheck="false" />
                    </label>
                    <button class="button button--primary">{t("Search")}</button>
                </form>
                {kinds(&ask)}
                {note}
                {list}
                {pager}
            </main>
        }
    })
}

fn kinds(ask: &SearchAsk) -> impl IntoView + use<> {
    let link = |kind: Option<Found>, name: &'static str| {
        let here = (ask.kind == kind).then_some("page");
        view! { <a class="views__link" href=ask.href(kind, None) aria-current=here>{name}</a> }
    };
    let links = Found::ALL.map(|kind| link(Some(kind), t(kind.name())));
    let all = link(None, t("Everything"));
    (!ask.q.is_empty())
        .then(|| view! { <nav class="views" aria-label=t("Kinds")>{all} {links.into_iter().collect_view()}</nav> })
}

#[component]
fn Entry(hit: Hit, zone: docket::time::zone::Zone) -> impl IntoView {
    let pieces = hit
        .excerpt
        .into_iter()
        .map(|(text, found)| if found { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() })
        .collect_view();
    let kind = t(hit.kind.one());
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h2 class="entries__title"><a href=hit.href data-row><bdi>{said(&hit.title)}</bdi></a></h2>
                <p class="entries__meta">{kind} {t(", event #")} {hit.seq} ", " <When at=hit.at zone /></p>
                <p class="search__excerpt"><bdi>{pieces}</bdi></p>
            </div>
        </li>
    }
}

fn nothing(ask: &SearchAsk) -> impl IntoView + use<> {
    let (why, next) = if ask.q.is_empty() {
        (
            t("Nothing is searched for yet."),
            t(
                "Type words, a number such as C-1042 or DN-2026-0110, an address or a hostname. A star takes what begins alike: phish*",
            ),
        )
    } else {
        (
            t("No entry holds these words."),
            t("Every word must be there. Try fewer words, or a star behind the beginning of one: phish*"),
        )
    };
    view! { <div class="empty"><p class="empty__why">{why}</p> <p class="empty__next">{next}</p></div> }
}
