//! How far letters came, what came back by mail, and other ways to reach a customer.

use super::{Names, Sentence, Tone, about, output, quote, say};
use crate::event::{Event, Recorded};
use crate::mail::{Action, MailKind};
use crate::notice::reach::Channel;
use crate::phrase;

pub(super) fn staff(recorded: &Recorded, names: &Names) -> Option<Sentence> {
    use Tone::{Customer, Legal, Plain};
    let who = &names.actor(recorded.actor);
    Some(match &recorded.event {
        Event::LetterHandedOver(it) => {
            let way = match it.way.tls {
                true => phrase!("It was handed to {} over an encrypted connection.", it.way.host),
                false => phrase!("It was handed to {} over a connection without encryption.", it.way.host),
            };
            say(way, Plain)
        }
        Event::LetterDoubted(it) => output(
            phrase!(
                "Whether the mail server took the letter with {} is not known. It is offered again under the same Message-ID:",
                about(&it.cause)
            ),
            &it.problem,
            Legal,
        ),
        Event::LetterReported(it) => {
            let (cause, mail) = (about(&it.cause), it.mail_number);
            let text = match it.action {
                Action::Failed => phrase!("The letter with {} came back (ML-{}):", cause, mail),
                Action::Delayed => {
                    phrase!("The letter with {} is delayed; a mail server still tries (ML-{}):", cause, mail)
                }
                Action::Delivered => {
                    phrase!("The letter with {} lies in its mailbox, says a mail server (ML-{}):", cause, mail)
                }
                Action::Relayed => {
                    phrase!(
                        "The letter with {} was given on to a server that reports nothing more (ML-{}):",
                        cause,
                        mail
                    )
                }
                Action::Expanded => {
                    phrase!("The letter with {} was given on to several mailboxes (ML-{}):", cause, mail)
                }
            };
            output(text, it.said.show(), Legal)
        }
        Event::NoticeUnreached(it) => say(
            phrase!(
                "The clock of notice N-{} no longer counts: a letter came back. The customer must be reached otherwise, and a lead must find that they were.",
                it.number
            ),
            Legal,
        ),
        Event::ChannelTried(it) => {
            let text = match it.channel {
                Channel::Paper => phrase!("{} sent a letter on paper for notice N-{}, on {}:", who, it.number, it.on),
                Channel::Phone => phrase!("{} called the customer about notice N-{}, on {}:", who, it.number, it.on),
            };
            quote(text, it.words.show(), Legal)
        }
        Event::MailReceived(it) => match it.kind {
            MailKind::Delivery => say(phrase!("A report on delivery came in by mail (ML-{}).", it.number), Plain),
            MailKind::Automatic => say(phrase!("An automatic reply came in by mail (ML-{}).", it.number), Plain),
            MailKind::Reply => say(phrase!("A reply came in by mail (ML-{}).", it.number), Customer),
        },
        Event::MailBound(it) => say(phrase!("{} said what mail ML-{} belongs to.", who, it.number), Plain),
        Event::MailAnswered(it) => say(
            phrase!(
                "Mail ML-{} stands as answer {} to notice N-{}. Nobody has shown yet that it came from the customer.",
                it.number,
                it.receipt,
                it.notice_number
            ),
            Customer,
        ),
        Event::MailSettled(it) => quote(phrase!("{} put mail ML-{} aside:", who, it.number), it.reason.show(), Plain),
        _ => return None,
    })
}
