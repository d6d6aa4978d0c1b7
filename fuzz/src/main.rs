//! The fuzzer: `CLAUSELINT_FUZZ` names what is fuzzed.

#![no_main]

use clauselint_fuzz as targets;
use std::sync::OnceLock;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();
    TARGET.get_or_init(chosen)(data);
});

fn chosen() -> fn(&[u8]) {
    match std::env::var("CLAUSELINT_FUZZ").unwrap_or_default().as_str() {
        "markdown" => targets::markdown,
        "plain" => targets::plain,
        "html" => targets::html,
        "docx" => targets::docx,
        "rules" => targets::rules,
        "config" => targets::config,
        "front" => targets::front,
        "baseline" => targets::baseline,
        "suppressions" => targets::suppressions,
        "line" => targets::line,
        other => panic!("CLAUSELINT_FUZZ names no target: `{other}`"),
    }
}
