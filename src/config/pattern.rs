//! How people name rules in bulk: an id, a pack, or a glob. Does not know which rules exist.

use crate::diagnostic::RuleId;

/// Whether `pattern` names the rule: its id (`core/retention`), its pack (`core`, `core/*`), `all`, or a glob in which
/// `*` stands for any run of characters (`core/children-*`).
pub fn covers(pattern: &str, rule: &RuleId) -> bool {
    pattern == "all" || pattern == rule.0 || pattern == rule.pack() || wildcard(pattern, &rule.0)
}

/// Whether `text` matches `pattern`, in which `*` stands for any run of characters. Linear in the text for a
/// pattern of few stars: a star is only ever widened, never retried from an earlier one.
fn wildcard(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            match rest.split_once(part) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
    }
    last.map_or(rest.is_empty(), |part| rest.ends_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_rules_by_id_pack_and_glob() {
        let id = RuleId::new("core", "children-minimum-age");
        for yes in
            ["core/children-minimum-age", "core", "core/*", "all", "*", "*/children-*", "core/*-age", "c*e/*-*-age"]
        {
            assert!(covers(yes, &id), "{yes}");
        }
        for no in ["cor", "core/", "core/children", "eu", "core/*-ages", "*x*", ""] {
            assert!(!covers(no, &id), "{no}");
        }
    }
}
