//! Calendars of closed days: which there are, and a file that becomes the next edition of one.

use docket::calendar::Calendar;
use docket::people::Act;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::count;
use crate::ui::table::Listing;
use crate::ui::{Bar, ErrorSummary, Field, FileField, FormState, Frame, Hidden, WhenShort};
use crate::words::t;

pub fn list(frame: Frame, calendars: Vec<Calendar>, form: FormState) -> Page {
    Page::staff(t("Calendars"), move || {
        let meta = t(
            "Business days are counted by a calendar. A deadline keeps the edition by which it was counted, so a new edition moves no promise.",
        );
        let (zone, now) = (frame.zone, frame.now);
        let rows: Vec<_> = calendars
            .iter()
            .map(|one| {
                let years = one.years().map_or_else(String::new, |(first, last)| match first == last {
                    true => first.to_string(),
                    false => say!("{} to {}", first.to_string(), last.to_string()),
                });
                view! {
                    <tr role="row">
                        <th role="rowheader" scope="row" class="listing__main">
                            <a href=format!("/calendars/{}/{}", one.name, one.edition)>{one.name.clone()}</a>
                        </th>
                        <td role="cell">{one.edition}</td>
                        <td role="cell">{count(one.closed.len(), "closed day", "closed days")}</td>
                        <td role="cell">{years}</td>
                        <td role="cell"><WhenShort at=one.imported_at zone now /></td>
                    </tr>
                }
            })
            .collect();
        let list = if rows.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("There is no calendar yet, so deadlines can only be counted in hours and calendar days.")}</p>
                    <p class="empty__next">{t("Import one: the public holidays of your country, as a calendar program exports them.")}</p>
                </div>
            }
            .into_any()
        } else {
            let heads = vec![t("Calendar"), t("Edition"), t("Days"), t("Years"), t("Imported")];
            view! { <Listing caption=t("Calendars, the newest edition of each on top") heads>{rows}</Listing> }
                .into_any()
        };
        let keeps = frame.who.may(Act::KeepPolicy).then(|| {
            let form = form.clone();
            view! {
                <section class="page__section" aria-labelledby="import">
                    <h2 id="import">{t("Import a calendar")}</h2>
                    <form class="form" method="post" action="/calendars" enctype="multipart/form-data" novalidate>
                        <ErrorSummary form=form.clone() />
                        <Hidden form=form.clone() />
                        <Field form=form.clone() name="name" label=t("Name") size=20 hint=t("Short: us-federal, fr, bavaria. The same name again is the next edition.") autocomplete="off" />
                        <FileField form name="file" label=t("The file") hint=t("iCalendar (.ics) with each day in it, or a table (.csv) with a date and a name in each row.") multiple=false />
                        <div class="form__acts"><button class="button button--primary">{t("Import this calendar")}</button></div>
                    </form>
                </section>
            }
        });
        view! {
            <Bar frame=frame.clone() here="calendars" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Calendars") meta=meta.into_any() />
                {list}
                {keeps}
            </main>
        }
    })
}

pub fn show(frame: Frame, calendar: Calendar) -> Page {
    let title = say!("Calendar {}, edition {}", calendar.name, calendar.edition);
    Page::staff(title, move || {
        let rows: Vec<_> = calendar
            .closed
            .iter()
            .map(|day| {
                view! {
                    <tr role="row">
                        <th role="rowheader" scope="row" class="listing__main"><time datetime=day.date.clone()>{day.date.clone()}</time></th>
                        <td role="cell"><bdi>{day.name.clone()}</bdi></td>
                    </tr>
                }
            })
            .collect();
        let meta = say!("Edition {}. Saturdays and Sundays are closed as well.", calendar.edition);
        view! {
            <Bar frame=frame.clone() here="calendars" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/calendars".to_owned(), t("Calendars").to_owned()) title=calendar.name.clone() meta=meta.into_any() />
                <Listing caption=t("Closed days, the first on top") heads=vec![t("Day"), t("Name")]>{rows}</Listing>
                <p class="soft">{t("Read from a file with the fingerprint ")} <code class="evidence__hash">{calendar.source.clone()}</code> "."</p>
            </main>
        }
    })
}
