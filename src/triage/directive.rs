//! Suppressions as they are written in comments: `clauselint-ignore RULE, RULE: reason; owner: NAME; until: DATE`.

use jiff::civil::Date;

/// How a directive is written.
pub(super) const HELP: &str = "write `<!-- clauselint-ignore core/retention: reason; owner: name; until: 2027-01-31 -->`, \
                               or clauselint-ignore-section, clauselint-ignore-file";

/// What a directive is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The block that follows.
    Next,
    /// The section that follows, or in which it stands.
    Section,
    /// The whole file.
    File,
}

/// A directive as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub reach: Reach,
    pub rules: Vec<String>,
    pub reason: Option<String>,
    pub owner: Option<String>,
    pub until: Option<Date>,
}

/// Reads a comment. `None` when it is no directive; `Err` says what is wrong with one that is.
pub(super) fn read(comment: &str) -> Option<Result<Directive, String>> {
    let text = comment.trim();
    let rest = text.strip_prefix("clauselint")?;
    // "clauselint is great" is a remark like any other.
    let rest = rest.strip_prefix('-').or_else(|| rest.strip_prefix(':'))?.trim_start();
    let word_end = rest.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(rest.len());
    let (word, rest) = rest.split_at_checked(word_end)?;
    let reach = match word {
        "ignore" | "ignore-next" => Reach::Next,
        "ignore-section" => Reach::Section,
        "ignore-file" => Reach::File,
        other => return Some(Err(format!("there is no directive `clauselint-{other}`"))),
    };
    Some(directive(reach, rest))
}

fn directive(reach: Reach, text: &str) -> Result<Directive, String> {
    let (names, said) = text.split_once(':').unwrap_or((text, ""));
    let rules: Vec<String> =
        names.split([',', ' ', '\n', '\r', '\t']).filter(|n| !n.is_empty()).map(str::to_owned).collect();
    if rules.is_empty() {
        return Err("this suppression names no rule".to_owned());
    }
    let mut found = Directive { reach, rules, reason: None, owner: None, until: None };
    let mut reason = Vec::new();
    for part in said.split(';') {
        let field = part.split_once(':').map(|(key, value)| (key.trim(), value.trim()));
        match field {
            Some(("owner", value)) => found.owner = Some(value.to_owned()).filter(|v| !v.is_empty()),
            Some(("until", value)) => {
                let date = value.parse().map_err(|_| format!("`{value}` is no date such as 2027-01-31"))?;
                found.until = Some(date);
            }
            _ => reason.push(part.trim()),
        }
    }
    let reason = reason.join("; ").split_whitespace().collect::<Vec<_>>().join(" ");
    found.reason = Some(reason).filter(|r| r.chars().any(char::is_alphanumeric));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_has_rules_a_reason_an_owner_and_a_last_day() {
        let said = " clauselint-ignore-section core/retention, gdpr: The schedule; see annex: A.\n owner: Jo; until: 2027-01-31 ";
        let found = read(said).unwrap().unwrap();
        assert_eq!(found.reach, Reach::Section);
        assert_eq!(found.rules, ["core/retention", "gdpr"]);
        assert_eq!(found.reason.as_deref(), Some("The schedule; see annex: A. owner: Jo"));
        let found = read("clauselint-ignore core/x: Why; owner: Jo; until: 2027-01-31").unwrap().unwrap();
        assert_eq!((found.reason.as_deref(), found.owner.as_deref()), (Some("Why"), Some("Jo")));
        assert_eq!(found.until, Some(jiff::civil::date(2027, 1, 31)));
    }

    #[test]
    fn what_is_no_directive_and_what_is_a_wrong_one() {
        for remark in ["", "clauselint is great", "see clauselint-ignore core/x", "prettier-ignore", "clauselinted"] {
            assert_eq!(read(remark), None, "{remark}");
        }
        for wrong in ["clauselint-disable core/x: y", "clauselint-ignore", "clauselint-ignore : why", "clauselint-"] {
            assert!(read(wrong).unwrap().is_err(), "{wrong}");
        }
        assert!(read("clauselint-ignore core/x: y; until: soon").unwrap().unwrap_err().contains("`soon`"));
        assert_eq!(read("clauselint-ignore core/x").unwrap().unwrap().reason, None);
        assert_eq!(read("clauselint-ignore core/x: ; owner: Jo").unwrap().unwrap().reason, None);
    }
}
