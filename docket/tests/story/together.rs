//! On SQLite whoever waits to write shares one commit. Each still stands for itself: what is refused leaves no trace,
//! nobody is told of what is not on the disk, and the numbers have no gap.

use crate::batches::about;
use crate::bench::{Bench, TestDesk};
use crate::hands::Matter;
use docket::complaint::Channel;
use docket::desk::{Desk, Done, Failure, Receipt};
use docket::id::CommandId;
use docket::intake::Wanted;
use docket::people::Actor;
use docket::refusal::Refusal;
use docket::store::{Store, Writer};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use tokio::task::JoinSet;

fn note(
    desk: &TestDesk,
    matter: &Matter,
    command: CommandId,
    text: &str,
) -> impl Future<Output = Done<Receipt>> + Send + use<> {
    let (desk, ann, case, text) = (Desk::clone(desk), matter.ann.clone(), matter.case, text.to_owned());
    async move { desk.add_note(&ann, command, case, &text).await }
}

/// The line that forms on SQLite. PostgreSQL needs none.
fn line(desk: &TestDesk) -> Option<&Writer> {
    match desk.store() {
        Store::Sqlite { write, .. } => Some(write),
        Store::Postgres { .. } => None,
    }
}

fn commits(desk: &TestDesk) -> Option<u64> {
    line(desk).map(Writer::commits)
}

/// Lets all of it stand in line before the first has its turn. How quickly the database answers must not decide who
/// shares a commit with whom.
async fn in_line<T>(desk: &TestDesk, acts: impl Future<Output = T>) -> T {
    let held = match line(desk) {
        Some(line) => Some(line.hold().await),
        None => None,
    };
    let (done, ()) = tokio::join!(biased; acts, async move { drop(held) });
    done
}

fn seqs(receipt: &Receipt) -> Vec<i64> {
    receipt.entries.iter().map(|entry| entry.seq).collect()
}

#[tokio::test]
async fn of_three_in_one_commit_the_refused_one_leaves_no_trace() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (before, size) = (commits(desk), desk.events().await.len() as i64);
        let (one, two, three) = in_line(desk, async {
            tokio::join!(
                biased;
                note(desk, &matter, desk.new_command(), "The first."),
                desk.close_case(&matter.ann, desk.new_command(), matter.case, Some(0), "Done."),
                note(desk, &matter, desk.new_command(), "The third."),
            )
        })
        .await;
        assert!(matches!(two, Err(Failure::Refused(Refusal::Stale { .. }))), "{two:?}");
        let mut placed = [seqs(&one.expect("a note")), seqs(&three.expect("a note"))].concat();
        if let (Some(before), Some(after)) = (before, commits(desk)) {
            assert_eq!(placed, [size + 1, size + 2], "first come, first served");
            assert_eq!(after - before, 1, "one commit for all of them");
        }
        placed.sort_unstable();
        assert_eq!(placed, [size + 1, size + 2]);
        assert_eq!((desk.count("case_noted").await, desk.count("case_closed").await), (2, 0));
    })
    .await;
}

#[tokio::test]
async fn a_commit_that_fails_fails_all_who_share_it() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        if desk.is_postgres() {
            return;
        }
        let traces = desk.traces().await;
        // A row without what it refers to is found out at the commit and not before.
        for sql in [
            "create table parent (id bigint primary key)",
            "create table child (id bigint references parent deferrable initially deferred)",
            "create trigger spoils after insert on event when new.seq % 2 = 0 begin insert into child values (1); end",
        ] {
            desk.raw(sql).await.expect("prepared");
        }
        let [first, second, third] = [desk.new_command(), desk.new_command(), desk.new_command()];
        let all = async || {
            in_line(desk, async {
                tokio::join!(
                    biased;
                    note(desk, &matter, first, "The first."),
                    note(desk, &matter, second, "The second."),
                    note(desk, &matter, third, "The third."),
                )
            })
            .await
        };
        let (one, two, three) = all().await;
        for failed in [one, two, three] {
            assert!(matches!(failed, Err(Failure::Store(_))), "{failed:?}");
        }
        assert_eq!(desk.traces().await, traces, "nothing of it is there");
        desk.raw("drop trigger spoils").await.expect("mended");
        let (one, two, three) = all().await;
        for done in [one, two, three] {
            assert!(!done.expect("a note").repeated, "what failed was not carried out");
        }
        assert_eq!(desk.count("case_noted").await, 3);
        for sql in ["drop table child", "drop table parent"] {
            desk.raw(sql).await.expect("tidied up");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_who_write_at_once_are_each_acknowledged_once() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (before, size) = (commits(desk), desk.events().await.len() as i64);
        let held = match line(desk) {
            Some(line) => Some(line.hold().await),
            None => None,
        };
        let mut running = JoinSet::new();
        for number in 0..64 {
            // Each intention is sent twice at once, as an impatient sender does.
            let command = desk.new_command();
            for _ in 0..2 {
                let text = format!("Note {number}.");
                let done = note(desk, &matter, command, &text);
                running.spawn(async move { (command, done.await) });
            }
        }
        while line(desk).is_some_and(|line| line.waiting() < 128) {
            tokio::task::yield_now().await;
        }
        drop(held);
        let mut done: Vec<(CommandId, Receipt)> = Vec::new();
        while let Some(one) = running.join_next().await {
            let (command, receipt) = one.expect("no panic");
            done.push((command, receipt.expect("a note")));
        }
        done.sort_by_key(|(command, receipt)| (*command, receipt.repeated));
        let mut placed = Vec::new();
        for pair in done.chunks(2) {
            let [(one, first), (two, second)] = pair else { panic!("two of each") };
            assert_eq!((one, first.repeated, second.repeated), (two, false, true));
            assert_eq!(first.entries, second.entries);
            placed.extend(seqs(first));
        }
        placed.sort_unstable();
        assert_eq!(placed, (size + 1..=size + 64).collect::<Vec<_>>(), "no gap and nothing twice");
        if let (Some(before), Some(after)) = (before, commits(desk)) {
            assert!(after - before <= 4, "{} commits for 64 notes, each sent twice", after - before);
        }
    })
    .await;
}

/// Notes and a batch of so many reports stand in line, in this order: note, batch, note. How many commits they make.
async fn commits_around_a_batch(desk: &TestDesk, matter: &Matter, many: u32) -> Option<u64> {
    let line = line(desk)?;
    let (before, held) = (line.commits(), line.hold().await);
    let mut running = JoinSet::new();
    for place in 0..3 {
        if place == 1 {
            let reports = (0..many).map(|number| about(1_000 * many + number, "elsewhere.example", "one")).collect();
            let desk = Desk::clone(desk);
            running.spawn(async move {
                let taken = desk.take_reports(Actor::Reporter, Channel::Api, reports, Wanted::Xarf, None).await;
                assert!(taken.expect("a batch").iter().all(Result::is_ok));
            });
        } else {
            let noted = note(desk, matter, desk.new_command(), &format!("Note {place}."));
            running.spawn(async move { drop(noted.await.expect("a note")) });
        }
        while line.waiting() <= place {
            tokio::task::yield_now().await;
        }
    }
    drop(held);
    while let Some(done) = running.join_next().await {
        done.expect("no panic");
    }
    Some(line.commits() - before)
}

#[tokio::test]
async fn a_large_batch_lets_what_was_written_before_it_be_committed_first() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let received = desk.count("complaint_received").await;
        if let Some(few) = commits_around_a_batch(desk, &matter, 16).await {
            assert_eq!(few, 1, "a small batch shares the commit of the others");
            assert_eq!(commits_around_a_batch(desk, &matter, 17).await, Some(2), "the first note by itself");
            assert_eq!((desk.count("case_noted").await, desk.count("complaint_received").await), (4, received + 33));
        }
    })
    .await;
}

/// Polls it so many times and then drops it, as a server does when a connection is gone.
async fn so_far<T>(steps: u32, act: impl Future<Output = T>) -> Option<T> {
    let mut act = pin!(act);
    let mut left = steps;
    poll_fn(move |context| match act.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn whoever_goes_away_in_the_middle_takes_nobody_along() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let mut gone = 0;
        for steps in 0..40 {
            let noted = desk.count("case_noted").await;
            let commands = [desk.new_command(), desk.new_command(), desk.new_command()];
            let (one, two, three) = tokio::join!(
                note(desk, &matter, commands[0], "The first stays."),
                so_far(steps, note(desk, &matter, commands[1], "The second goes.")),
                note(desk, &matter, commands[2], "The third stays."),
            );
            gone += u32::from(two.is_none());
            let mut there = 0;
            for (command, outcome) in [(commands[0], Some(one)), (commands[1], two), (commands[2], Some(three))] {
                let again = note(
                    desk,
                    &matter,
                    command,
                    match command {
                        one if one == commands[0] => "The first stays.",
                        two if two == commands[1] => "The second goes.",
                        _ => "The third stays.",
                    },
                );
                match outcome {
                    Some(Ok(receipt)) => {
                        assert_eq!(
                            again.await.expect("the same receipt").entries,
                            receipt.entries,
                            "after {steps} steps"
                        );
                        there += 1;
                    }
                    Some(Err(failure)) => panic!("after {steps} steps: {failure:?}"),
                    // Nobody was told anything; whatever it is, it is whole.
                    None => {}
                }
            }
            let now = desk.count("case_noted").await - noted;
            assert!(now == there || now == there + 1, "after {steps} steps: {now} notes, {there} answers");
            assert!(desk.verify().await.is_sound(), "after {steps} steps");
        }
        // In how many steps a note is done depends on how busy the machine is.
        assert!(gone > 2, "only {gone} went away in the middle");
    })
    .await;
}
