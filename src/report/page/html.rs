//! HTML under construction. Markup can only be what stands in this program; all else is written as text.

use crate::report::safe;
use std::fmt::Write as _;
use std::io::{self, Write};

/// A stretch of HTML. What comes from a policy, a rule or a file's name goes through [`Html::text`] or [`Html::attr`].
#[derive(Default)]
pub(super) struct Html(String);

impl Html {
    /// Markup as it stands.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Foreign text, harmless and escaped, on one line.
    pub fn text(&mut self, text: &str) -> &mut Self {
        escape(&mut self.0, &safe::line(text));
        self
    }

    /// An attribute with a leading space; the value is foreign.
    pub fn attr(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        self.text(value);
        self.0.push('"');
        self
    }

    /// A number.
    pub fn number(&mut self, n: usize) -> &mut Self {
        let _ = write!(self.0, "{n}");
        self
    }

    /// A link that leaves the page, or only its text where the address is of no harmless kind.
    pub fn outside(&mut self, url: &str, text: &str) -> &mut Self {
        if !harmless(url) {
            return self.text(text);
        }
        self.raw("<a").attr("href", url).raw(" rel=\"noopener noreferrer\">").text(text).raw("</a>")
    }

    /// A link to a place of the page.
    pub fn inside(&mut self, id: &str, text: &str) -> &mut Self {
        self.raw("<a href=\"#").text(id).raw("\">").text(text).raw("</a>")
    }

    /// Writes all and starts afresh.
    pub fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.0.as_bytes())?;
        self.0.clear();
        Ok(())
    }
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Whether an address may become a link: the web over TLS, or mail.
pub(super) fn harmless(url: &str) -> bool {
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|start| start.eq_ignore_ascii_case(s));
    let plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'));
    plain && url.len() < 2_000 && (scheme("https://") || scheme("mailto:"))
}

/// A rule's id as part of a place's name: letters, digits, hyphens and slashes; what else it holds is spelt out.
pub(super) fn slug(id: &str) -> String {
    id.chars().fold(String::with_capacity(id.len()), |mut out, c| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '/') {
            out.push(c);
        } else {
            let _ = write!(out, "_{:x}_", c as u32);
        }
        out
    })
}

/// Base 64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            let sign = SIGNS.get((bits >> (18 - 6 * i) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if i > three.len() { '=' } else { char::from(sign) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(write: impl Fn(&mut Html)) -> String {
        let mut html = Html::default();
        write(&mut html);
        html.0
    }

    #[test]
    fn foreign_text_is_never_markup() {
        assert_eq!(
            html(|h| _ = h.text("<a b='c' d=\"e\">&\u{1b}\0")),
            "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;␛␀"
        );
        assert_eq!(html(|h| _ = h.attr("id", "x\" onload=\"y")), " id=\"x&quot; onload=&quot;y\"");
    }

    #[test]
    fn only_harmless_addresses_become_links() {
        for url in
            ["javascript:alert(1)", "http://a.example", "data:text/html,x", " https://a", "https://a b", "//a", ""]
        {
            assert_eq!(html(|h| _ = h.outside(url, "t")), "t", "{url}");
        }
        for url in ["https://a.example/?b=1&c", "HTTPS://a.example", "mailto:a@example.com"] {
            let link = html(|h| _ = h.outside(url, "t"));
            assert!(link.starts_with("<a href=\"") && link.contains("rel=\"noopener noreferrer\""), "{link}");
        }
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn names_of_places_hold_no_foreign_signs() {
        assert_eq!(slug("core/age-2"), "core/age-2");
        assert_eq!(slug("a b/\"ü"), "a_20_b/_22__fc_");
    }
}
