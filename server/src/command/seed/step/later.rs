//! What came to the desk after its first cases: sorting, tending, appeals, stays, measures, holds.

use super::{Hand, Matter};

#[derive(Clone, Copy, Debug)]
pub enum Sort<'a> {
    /// An opening's word, and a note to the customer.
    PassOn { opening: &'a str, note: &'a str },
    /// The word of a ready-made reason.
    Reject { ground: &'a str },
}

/// A case put in order.
#[derive(Clone, Copy, Debug)]
pub enum Tend<'a> {
    /// "2026-03-10", in the zone of whoever puts it aside.
    Snooze {
        date: &'a str,
        reason: &'a str,
    },
    Tags(&'a str),
    Link(Matter<'a>),
    Hand(Hand),
    Grade(&'a str),
    /// What was found at the locations of the case's newest complaint: so many of them, the rest with the other word.
    Locations {
        outcome: &'a str,
        first: u32,
        rest: &'a str,
        note: &'a str,
    },
    DecideTime {
        choice: &'a str,
        reason: &'a str,
    },
    Withdraw {
        reason: &'a str,
    },
}

/// What a customer says beside an answer.
#[derive(Clone, Copy, Debug)]
pub enum Says<'a> {
    /// "1", "3" or "7" days.
    AskTime {
        days: &'a str,
        reason: &'a str,
        signer: &'a str,
    },
    /// "copy" or "longer".
    AskData {
        wanted: &'a str,
        reason: &'a str,
        signer: &'a str,
    },
    Appeal {
        grounds: &'a str,
        signer: &'a str,
        role: &'a str,
    },
    MoreOnAppeal(&'a str),
}

#[derive(Clone, Copy, Debug)]
pub enum Court<'a> {
    Hold {
        scope: &'a str,
        matter: &'a str,
        reason: &'a str,
    },
    /// The court's name and reference, where it is an order.
    Stay {
        reason: &'a str,
        court: &'a str,
        reference: &'a str,
    },
    /// Kind of emergency, the asset, the part of it, the facts.
    Measure {
        emergency: &'a str,
        asset: &'a str,
        part: &'a str,
        facts: &'a str,
    },
    ConfirmMeasure,
    EndMeasure(&'a str),
    GiveAppeal(Hand),
    WriteOnAppeal(&'a str),
    DecideAppeal {
        verdict: &'a str,
        reasons: &'a str,
    },
    SettleData {
        granted: bool,
        words: &'a str,
        until: &'a str,
    },
    Condition {
        number: u32,
        how: &'a str,
    },
    WithdrawDecision(&'a str),
}
