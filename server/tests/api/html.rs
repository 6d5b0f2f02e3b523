//! A page as a browser reads it: its links, its forms, and what in it did not come from us.

use scraper::{ElementRef, Html, Node, Selector};

/// Stands in every hostile string, so that whatever became of one is recognised.
pub const MARK: &str = "hq7z";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Area,
    Password,
    Hidden,
    File,
    /// A box to tick, with what it sends.
    Box,
    /// One of several: radios, a select, or the button that was pressed.
    OneOf(Vec<String>),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub value: String,
}

#[derive(Clone, Debug)]
pub struct Form {
    pub post: bool,
    pub multipart: bool,
    /// As it stands in the page; empty when the form goes where the page came from.
    pub action: String,
    pub fields: Vec<Field>,
}

pub struct Page(Html);

fn all<'p>(root: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    root.select(&Selector::parse(selector).unwrap()).collect()
}

fn attribute(element: &ElementRef, name: &str) -> String {
    element.value().attr(name).unwrap_or_default().to_owned()
}

/// What a textarea or an option holds. The first line end in a textarea is not part of it.
fn words(element: &ElementRef) -> String {
    element.text().collect()
}

impl Page {
    pub fn read(text: &str) -> Page {
        Page(Html::parse_document(text))
    }

    /// Where the page leads to on this site.
    pub fn links(&self) -> Vec<String> {
        let mut links: Vec<String> = all(&self.0, "a[href]").iter().map(|link| attribute(link, "href")).collect();
        links.retain(|link| link.starts_with('/') && !link.starts_with("//"));
        links.iter().map(|link| link.split('#').next().unwrap_or_default().to_owned()).collect()
    }

    pub fn forms(&self) -> Vec<Form> {
        all(&self.0, "form").iter().map(|form| self.form(form)).collect()
    }

    fn form(&self, form: &ElementRef) -> Form {
        let inside = Selector::parse("input, textarea, select, button").unwrap();
        let mut controls: Vec<ElementRef> = form.select(&inside).collect();
        let id = attribute(form, "id");
        if !id.is_empty() {
            let outside = format!("[form='{id}']");
            controls.extend(all(&self.0, &outside));
        }
        let mut fields: Vec<Field> = Vec::new();
        for control in controls {
            let name = attribute(&control, "name");
            // A button with an address of its own changes the form itself: it adds a box, or takes one away.
            if name.is_empty() || !attribute(&control, "formaction").is_empty() {
                continue;
            }
            let value = attribute(&control, "value");
            let kind = match (control.value().name(), attribute(&control, "type").as_str()) {
                ("textarea", _) => Kind::Area,
                ("select", _) => {
                    let options: Vec<ElementRef> = control.select(&Selector::parse("option").unwrap()).collect();
                    Kind::OneOf(options.iter().map(|option| attribute(option, "value")).collect())
                }
                ("button", _) | (_, "submit" | "radio") => Kind::OneOf(vec![value.clone()]),
                (_, "checkbox") => Kind::Box,
                (_, "hidden") => Kind::Hidden,
                (_, "password") => Kind::Password,
                (_, "file") => Kind::File,
                _ => Kind::Text,
            };
            let value = if kind == Kind::Area { words(&control) } else { value };
            // Radios and buttons of one name are one question.
            let same = fields.iter_mut().find(|field| field.name == name);
            match (same.map(|field| &mut field.kind), &kind) {
                (Some(Kind::OneOf(known)), Kind::OneOf(more)) => known.extend(more.iter().cloned()),
                _ => fields.push(Field { name, kind, value }),
            }
        }
        Form {
            post: attribute(form, "method").eq_ignore_ascii_case("post"),
            multipart: attribute(form, "enctype").starts_with("multipart"),
            action: attribute(form, "action"),
            fields,
        }
    }

    /// What stands in the field of this name now; None when there is none to type into.
    pub fn typed(&self, name: &str) -> Vec<String> {
        let inside = all(&self.0, "input, textarea");
        let named = inside.iter().filter(|control| attribute(control, "name") == name);
        named
            .map(|control| match control.value().name() {
                "textarea" => words(control),
                _ => attribute(control, "value"),
            })
            .collect()
    }

    /// The fields beside which a sentence says what is wrong.
    pub fn problems(&self) -> Vec<String> {
        let said = all(&self.0, "[id$='-error']");
        said.iter().map(|said| attribute(said, "id").trim_end_matches("-error").to_owned()).collect()
    }

    /// Everything that no page of ours may hold, and everything that a hostile string got into.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for node in self.0.tree.nodes() {
            match node.value() {
                Node::Element(element) => {
                    let name = element.name();
                    if name.contains(MARK) || NEVER.contains(&name) {
                        faults.push(format!("the element {name}"));
                    }
                    for (attribute, value) in element.attrs() {
                        faults.extend(of_attribute(name, attribute, value));
                    }
                    if name == "script" && element.attr("src").is_none() && element.attr("nonce").is_none() {
                        faults.push("a script without a nonce".to_owned());
                    }
                    if matches!(name, "script" | "style") {
                        let inside = ElementRef::wrap(node).map(|inside| words(&inside)).unwrap_or_default();
                        if inside.contains(MARK) {
                            faults.push(format!("words inside {name}: {inside}"));
                        }
                    }
                }
                Node::Comment(comment) if comment.comment.contains(MARK) => {
                    faults.push(format!("the comment {}", &*comment.comment));
                }
                Node::ProcessingInstruction(_) => faults.push("a processing instruction".to_owned()),
                _ => {}
            }
        }
        faults
    }
}

/// None of ours needs them, so one of them is somebody else's.
const NEVER: [&str; 14] = [
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "video",
    "audio",
    "math",
    "marquee",
    "xmp",
    "plaintext",
    "foreignobject",
];

/// Where words that somebody typed may stand, because nothing is done with them there but showing.
const SHOWN: [&str; 8] = ["value", "content", "title", "aria-label", "alt", "placeholder", "id", "for"];

fn of_attribute(element: &str, name: &str, value: &str) -> Option<String> {
    let what = || Some(format!("<{element} {name}=\"{value}\">"));
    if name.contains(MARK) || name.starts_with("on") || matches!(name, "style" | "srcdoc" | "background" | "ping") {
        return what();
    }
    if element == "meta" && name == "http-equiv" && value.eq_ignore_ascii_case("refresh") {
        return what();
    }
    if matches!(name, "href" | "src" | "action" | "formaction" | "poster" | "srcset" | "xlink:href") {
        let ours = (value.starts_with('/') && !value.starts_with("//") && !value.starts_with("/\\"))
            || value.starts_with(['#', '?'])
            || value.is_empty()
            || value.starts_with("tel:")
            || value.starts_with("mailto:")
            || value.starts_with("http://127.0.0.1:3000/");
        return if ours { None } else { what() };
    }
    let shown = SHOWN.contains(&name) || name.starts_with("data-") || name == "download" || name.starts_with("aria-");
    if value.contains(MARK) && !shown { what() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_in_as_markup_is_found() {
        for wrong in [
            "<p><hq7z>",
            "<img src=x onerror=hq7z()>",
            "<a href='javascript:hq7z()'>x</a>",
            "<a href=//hq7z.example>x</a>",
            "<script>hq7z()</script>",
            "<p class=hq7z>",
            "<!-- hq7z -->",
            "<iframe></iframe>",
            "<p style='color:red'>",
            "<input value='' autofocus onfocus='hq7z()'>",
        ] {
            assert!(!Page::read(wrong).faults().is_empty(), "{wrong}");
        }
        for right in ["<p>&lt;hq7z&gt;</p>", "<input value='\"hq7z'>", "<a href='/search?q=hq7z'>x</a>"] {
            assert!(Page::read(right).faults().is_empty(), "{right}");
        }
    }

    #[test]
    fn a_form_is_read_with_all_that_it_sends() {
        let page = Page::read(
            "<form method=post action=/x enctype=multipart/form-data><input type=hidden name=a value=1>\
             <input type=radio name=b value=1><input type=radio name=b value=2><textarea name=c>\nd</textarea>\
             <select name=e><option value=1><option value=2></select><button name=f value=g></form>",
        );
        let forms = page.forms();
        let form = &forms[0];
        assert!(form.post && form.multipart && form.action == "/x");
        assert_eq!(form.fields.len(), 5);
        assert_eq!(form.fields[1].kind, Kind::OneOf(vec!["1".into(), "2".into()]));
        assert_eq!((form.fields[2].kind.clone(), form.fields[2].value.as_str()), (Kind::Area, "d"));
    }
}
