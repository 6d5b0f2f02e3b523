//! What can be done, and how often chance does it.

use proptest::prelude::*;

/// One thing that somebody does. Numbers choose among what is there.
#[derive(Clone, Debug)]
pub enum Step {
    /// Whatever comes next on the way to a suspension: without it chance would seldom get that far.
    Onwards,
    Wait {
        seconds: i64,
    },
    /// To the next thing that is due, to a moment before it, or past it.
    WaitForDue {
        off: i64,
    },
    Round,
    Restart,
    BreakMail,
    MendMail,
    LoseLetter,
    Complain {
        place: u8,
    },
    Repeat {
        words: u8,
    },
    Reject {
        which: u8,
    },
    Attach {
        which: u8,
    },
    Note {
        same_command: bool,
    },
    Assign {
        stale: bool,
    },
    Close {
        chance: u8,
    },
    Notice {
        hours: u8,
        reasoned: bool,
    },
    Undo,
    Withdraw {
        which: u8,
    },
    FindDelivery {
        which: u8,
    },
    Confirm,
    Answer {
        stances: (u8, u8),
        again: bool,
    },
    Assess {
        which: u8,
        enough: (bool, bool),
        part: bool,
    },
    Propose {
        by: u8,
        outcome: u8,
        minutes: u16,
        assets: u8,
        reason: bool,
        lifts: u8,
    },
    Approve {
        by: u8,
        stale: bool,
        other_text: bool,
    },
    WithdrawDecision,
    Release {
        which: u8,
    },
    ConfirmInstruction {
        which: u8,
    },
    /// Emergencies, stays, appeals, holds, requests about data.
    Later {
        what: u8,
        by: u8,
        which: u8,
    },
    /// Triage, tending, more time, people, contacts.
    Tend {
        what: u8,
        by: u8,
        which: u8,
    },
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        30 => Just(Step::Onwards),
        4 => (1_i64..90_000).prop_map(|seconds| Step::Wait { seconds }),
        8 => prop_oneof![Just(-1_i64), Just(0), Just(0), Just(0), Just(1), Just(59_000_000), Just(60_000_000), Just(60_000_001), Just(7_200_000_000)]
            .prop_map(|off| Step::WaitForDue { off }),
        12 => Just(Step::Round),
        1 => Just(Step::Restart),
        1 => Just(Step::BreakMail),
        2 => Just(Step::MendMail),
        1 => Just(Step::LoseLetter),
        2 => any::<u8>().prop_map(|place| Step::Complain { place }),
        1 => any::<u8>().prop_map(|words| Step::Repeat { words }),
        1 => any::<u8>().prop_map(|which| Step::Reject { which }),
        1 => any::<u8>().prop_map(|which| Step::Attach { which }),
        1 => any::<bool>().prop_map(|same_command| Step::Note { same_command }),
        1 => any::<bool>().prop_map(|stale| Step::Assign { stale }),
        4 => any::<u8>().prop_map(|chance| Step::Close { chance }),
        6 => (1_u8..60, any::<bool>()).prop_map(|(hours, reasoned)| Step::Notice { hours, reasoned }),
        1 => Just(Step::Undo),
        1 => any::<u8>().prop_map(|which| Step::Withdraw { which }),
        1 => any::<u8>().prop_map(|which| Step::FindDelivery { which }),
        1 => Just(Step::Confirm),
        4 => (any::<(u8, u8)>(), any::<bool>()).prop_map(|(stances, again)| Step::Answer { stances, again }),
        6 => (any::<u8>(), any::<(bool, bool)>(), any::<bool>()).prop_map(|(which, enough, part)| Step::Assess { which, enough, part }),
        8 => (0_u8..3, 0_u8..8, 1_u16..300, any::<u8>(), any::<bool>(), any::<u8>())
            .prop_map(|(by, outcome, minutes, assets, reason, lifts)| Step::Propose { by, outcome, minutes, assets, reason, lifts }),
        8 => (0_u8..3, prop::bool::weighted(0.2), prop::bool::weighted(0.1)).prop_map(|(by, stale, other_text)| Step::Approve { by, stale, other_text }),
        2 => Just(Step::WithdrawDecision),
        1 => any::<u8>().prop_map(|which| Step::Release { which }),
        2 => any::<u8>().prop_map(|which| Step::ConfirmInstruction { which }),
        4 => any::<(u8, u8, u8)>().prop_map(|(what, by, which)| Step::Later { what, by, which }),
        24 => any::<(u8, u8, u8)>().prop_map(|(what, by, which)| Step::Tend { what, by, which }),
    ]
}
