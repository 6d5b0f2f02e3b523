//! The same strings from machines: in reports, in mails, in declarations, in addresses and in headers.

use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderName, REFERER, USER_AGENT};
use axum::http::{HeaderValue, Method, StatusCode};
use docket::complaint::Channel;
use docket::desk::instructions::list::InstructionsList;
use docket::intake::Wanted;
use docket::people::Actor;
use serde_json::{Value, json};
use server::router::table;

use super::Siege;
use crate::intake::samples;
use crate::site::Visitor;

/// Words by which a report is recognised stay, or every report would be one of no kind.
const KEPT: [&str; 4] = ["xarf_version", "category", "type", "Version"];

/// The report with every text in it replaced.
fn replaced(value: &Value, key: &str, with: &str) -> Value {
    match value {
        Value::String(_) if !KEPT.contains(&key) => Value::String(with.to_owned()),
        Value::Array(items) => items.iter().map(|item| replaced(item, key, with)).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, field)| (key.clone(), replaced(field, key, with))).collect())
        }
        other => other.clone(),
    }
}

/// For the part of an address between two slashes.
fn in_path(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

impl Siege {
    pub async fn machines(&mut self) {
        self.reports().await;
        self.mails().await;
        self.declarations().await;
        self.results().await;
        self.addresses().await;
    }

    async fn machine(&self, scope: &str) -> Visitor {
        let key = self.world.site.app.desk.add_token(None, "gateway", scope).await.unwrap();
        let mut visitor = self.world.site.visitor();
        visitor.browser = false;
        visitor.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {key}")).unwrap());
        visitor
    }

    async fn reports(&mut self) {
        let mut machine = self.machine("complaints:write").await;
        let samples: Vec<(String, Vec<u8>)> = samples("xarf-v4")
            .into_iter()
            .chain(samples("xarf-v3"))
            .filter(|(name, _)| name.ends_with("json"))
            .collect();
        for (turn, text) in self.strings.clone().into_iter().enumerate() {
            let (name, bytes) = &samples[turn % samples.len()];
            let report: Value = serde_json::from_slice(bytes).unwrap();
            let mut report = replaced(&report, "", &text);
            // Every other one is about something that is a customer's, so that it reaches their pages too.
            if turn % 2 == 0 && report.get("source_identifier").is_some() {
                report["source_identifier"] = json!("192.0.2.3");
            }
            let seen = machine
                .send(Method::POST, "/api/v1/complaints", "application/json", report.to_string().into_bytes())
                .await;
            self.look(&format!("{name} as a report"), &seen);
            if seen.status != StatusCode::ACCEPTED || serde_json::from_str::<Value>(&seen.text).is_err() {
                self.fault(format!("the report {name} with {text:?} gave {}: {}", seen.status, seen.text));
            }
        }
    }

    async fn mails(&mut self) {
        let desk = self.world.site.app.desk.clone();
        for text in self.strings.clone() {
            let mail = format!(
                "From: {text} <someone@example.net>\r\nReply-To: {text}\r\nSubject: {text}\r\nMessage-ID: <{text}@x.example>\r\n\
                 Content-Type: text/plain; charset=utf-8; name=\"{text}\"\r\n\r\nhttps://alpha-social.example/{text}\r\n{text}\r\n"
            );
            let taken = desk.take_report(Actor::Reporter, Channel::Mail, mail.as_bytes(), Wanted::Auto, None).await;
            if let Err(problem) = taken {
                self.fault(format!("a mail with {text:?} was refused: {problem}"));
            }
        }
    }

    async fn declarations(&mut self) {
        let mut machine = self.machine("assets:write").await;
        for text in self.strings.clone() {
            for body in [
                json!({"assets": [{"customer": text, "asset": text, "from": text, "to": text}]}),
                json!({"assets": [{"customer": "alpha-social", "asset": format!("service:{text}"), "from": "2022-01-01T00:00:00Z"}]}),
                json!({text.clone(): text}),
            ] {
                let seen = machine
                    .send(Method::PUT, "/api/v1/assets", "application/json", body.to_string().into_bytes())
                    .await;
                let said = serde_json::from_str::<Value>(&seen.text).is_ok();
                if seen.status.is_server_error() || !said {
                    self.fault(format!("the declaration {body} gave {}: {}", seen.status, seen.text));
                }
            }
        }
    }

    /// A receiver's words stand on the instruction's page and in the timeline.
    async fn results(&mut self) {
        let desk = self.world.site.app.desk.clone();
        let list = desk.instructions_view(InstructionsList::Waiting, None).await.unwrap();
        let id = list.rows.first().expect("an instruction").instruction.id;
        let mut machine = self.machine("instructions:write").await;
        let path = format!("/api/v1/instructions/{id}/result");
        for text in self.strings.clone() {
            for body in [json!({"result": text, "detail": text}), json!({"result": "refused", "detail": text})] {
                let seen = machine.send(Method::POST, &path, "application/json", body.to_string().into_bytes()).await;
                let said = serde_json::from_str::<Value>(&seen.text).is_ok();
                if seen.status.is_server_error() || !said {
                    self.fault(format!("the result {body} gave {}: {}", seen.status, seen.text));
                }
            }
        }
    }

    /// In every hole of every path, in the query, and in the headers that somebody reads.
    async fn addresses(&mut self) {
        let rows: Vec<&'static str> = table()
            .into_iter()
            .filter(|row| row.method == Method::GET && row.path.contains('{'))
            .map(|row| row.path)
            .collect();
        let inside = self.visitors.iter().position(|(name, _)| *name == "lead").unwrap();
        let outside = self.visitors.len() - 1;
        for (turn, text) in self.strings.clone().into_iter().enumerate() {
            let part = in_path(&text);
            for (who, row) in [
                (inside, rows[turn % rows.len()]),
                (inside, rows[(turn * 7 + 3) % rows.len()]),
                (outside, "/n/{token}"),
                (outside, "/status/{token}"),
                (outside, "/report/received/{reference}"),
            ] {
                let mut path = String::new();
                for piece in row.split('/').skip(1) {
                    path.push('/');
                    path.push_str(if piece.starts_with('{') { &part } else { piece });
                }
                let mut visitor = self.visitors[who].1.clone();
                for name in [USER_AGENT, REFERER, ACCEPT_LANGUAGE, HeaderName::from_static("x-forwarded-for")] {
                    if let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) {
                        visitor.extra.insert(name, value);
                    }
                }
                let seen = visitor.get(&format!("{path}?q={part}&lang={part}&next={part}&{part}={part}")).await;
                // A path that is no text is told so; everything else is a page or none.
                if seen.status != StatusCode::BAD_REQUEST {
                    self.look(&path, &seen);
                }
            }
        }
    }
}
