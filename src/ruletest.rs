//! ruletest.
