//! The printable page of a case or a customer, for one profile.

use docket::report::papers::Papers;
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::words::Language;
use leptos::prelude::*;

use super::{how_to_check, left_out};
use crate::ui::papers::{case, complaints, counted};

pub fn papers(papers: &Papers, made_at: Moment) -> String {
    let papers = papers.clone();
    let title = format!("{}, {}", papers.about, papers.provider);
    super::document(title, move || {
        let zone = Zone::parse(&papers.customer.zone).unwrap_or(Zone::UTC);
        let made = Zone::UTC.show(made_at, Language::En).utc;
        let customer = &papers.customer;
        let contacts = customer.contacts.iter().map(|contact| {
            view! { <li>{contact.name.clone()} ", " {contact.email.clone()} " (" {contact.duty.clone()} ")"</li> }
        });
        let contacts = contacts.collect_view();
        let assets = customer.assets.iter().map(|asset| {
            let until = asset.to.map(|to| format!(" until {}", to.short_utc())).unwrap_or_default();
            let off = if asset.switched_off { ", switched off" } else { "" };
            view! { <li>{asset.value.clone()} ", from " {asset.from.short_utc()} {until} {off}</li> }
        });
        let assets = assets.collect_view();
        let cases = papers.cases.iter().map(|one| case(one, zone)).collect_view();
        let loose = (!papers.complaints.is_empty()).then(|| {
            view! { <h2>"Complaints in no case"</h2> {complaints(&papers.complaints, "Complaints".to_owned(), zone)} }
        });
        view! {
            <header>
                <p class="soft">{papers.provider.clone()} ", Trust and Safety. Made for: " {papers.profile.name()}</p>
                <h1>{papers.about.clone()}</h1>
                <p>{counted(&papers, zone)}</p>
                <p class="soft">"As of " {made} ". Root of the ledger at that entry: " <code>{papers.counted.ledger_root.clone()}</code>
                    ". What this profile withholds is marked so: [withheld: …]."</p>
            </header>
            <h2>"Customer"</h2>
            <p>{customer.handle.clone()} ", account " {customer.account.clone()} ", " {customer.name.clone()}</p>
            <ul>{contacts}</ul>
            <h3>"Assets"</h3>
            <ul>{assets}</ul>
            {cases}
            {loose}
            {left_out(&papers.left_out)}
            <h2>"How to check this file"</h2>
            {how_to_check()}
        }
    })
}
