//! A social network and its host, told over six weeks: complaints passed on, a plan demanded within 24 hours, half an
//! answer, and a suspension that waits for a second person.

use super::reporters::*;
use super::*;
use crate::command::seed::step::{Decision, Effective, Notice, Reply};

const CUSTOMER: &str = "example-social";
const FIRST: Matter = "social-first";
const SECOND: Matter = "social";

pub fn tell(script: &mut Script) {
    passed_on(script);
    complaints_again(script);
    plan_demanded(script);
}

/// The first case ends well: the customer promises to look, and seems to.
fn passed_on(s: &mut Script) {
    s.form((41, 6, 10), FIRST, CIVIC, "violence", "https://example-social.example/post/8812",
        "A post names a city hall and a date and asks readers to come armed. It has been up for three days and was shared several hundred times.");
    s.form(
        (40, 2, 40),
        FIRST,
        AMARA,
        "violence",
        "https://example-social.example/post/8840 https://example-social.example/user/night-rider",
        "This account calls for violence against election workers and gives the street where one of them lives.",
    );
    s.mail((38, 9, 5), FIRST, JONAS, "Calls for violence on example-social.example",
        "Hello,\n\nI reported these posts to the site twice and got no answer. They call for violence against reporters.\n\n  hxxps://example-social[.]example/post/8907\n  hxxps://example-social[.]example/post/8911\n\nPlease look into it.");
    s.form((36, 4, 30), FIRST, CIVIC, "violence", "https://example-social.example/group/old-guard",
        "A public group with about 900 members. Several posts a day describe how to attack named people. We kept copies.");
    s.open((35, 20, 0), FIRST, Hand::Mara, CUSTOMER, "3.2", "medium", "Posts that call for violence");
    s.note((35, 19, 30), FIRST, Hand::Mara, "Looked at all six addresses. Three posts and the group are still there. The group has moderators, but none of the posts was answered by one.");
    s.at((35, 19, 0), Step::Notice { matter: FIRST, by: Hand::Mara, notice: Box::new(Notice {
        template: "information",
        hours: 168,
        findings: format!("Since {} we received four complaints about posts on example-social.example that call for violence against named people or places. We looked at the posts ourselves on {}. Four of the six addresses were still public.", s.day(41), s.day(36)),
        example: "https://example-social.example/post/8812\nThe post names a place and a date and asks readers to come armed.",
        ..Notice::default()
    }) });
    s.at((34, 22, 0), Step::Confirm { matter: FIRST });
    s.at((32, 5, 0), Step::Answer { matter: FIRST, answer: Box::new(Reply {
        parts: vec![("done", "We removed the posts and closed two accounts. The group now has three moderators who look at it every day. Reports from you go to a mailbox of their own.", String::new())],
        signer: "Dana Whitfield",
        signer_role: "Head of policy",
        ..Reply::default()
    }) });
    s.at(
        (31, 23, 0),
        Step::Weigh {
            matter: FIRST,
            by: Hand::Mara,
            verdicts: vec![(true, "The posts are gone and the accounts are closed. They named who reads reports.")],
        },
    );
    s.at((28, 1, 0), Step::Decide { matter: FIRST, by: Hand::Mara, decision: Box::new(Decision {
        outcome: "plan_accepted",
        assets: vec!["example-social.example"],
        whole_reason: "",
        effective: Effective::AtOnce,
        facts: "Posts that call for violence were reported at six addresses. You removed them, closed two accounts and named moderators.".into(),
        explanation: "What was asked for was done within three days. We expect you to answer new reports as quickly.",
    }) });
    s.at(
        (28, 0, 30),
        Step::Close {
            matter: FIRST,
            by: Hand::Mara,
            reason: "The posts are gone and the customer named who reads reports.",
        },
    );
}

/// Two weeks later it begins again, and grows.
fn complaints_again(s: &mut Script) {
    s.form(
        (17, 3, 0),
        SECOND,
        CIVIC,
        "violence",
        "https://example-social.example/post/10421",
        "A post asks readers to bring rope to a courthouse and names the judge. 2,100 reactions in one day.",
    );
    s.form((15, 8, 20), SECOND, RILEY, "violence", "https://example-social.example/post/10533 https://example-social.example/post/10534",
        "Two posts by the same account. Both say that a list of people will be dealt with, and one of them gives addresses.");
    s.mail((13, 11, 45), SECOND, LENA, "Death threat against me on example-social.example",
        "I am a school board member. This post is a death threat and gives my name and my street:\n\n  hxxps://example-social[.]example/post/10610\n\nI reported it on the site six days ago. It is still there.");
    s.form((12, 1, 15), SECOND, CIVIC, "violence", "https://example-social.example/group/old-guard-2",
        "The group that was closed last month is back under a new name. The same people post there, and nobody moderates.");
    s.call((10, 16, 0), SECOND, COUNTY, "violence", "https://example-social.example/post/10788",
        "The county's duty desk called. A post calls for people to storm a county building on a named day. They ask that it is not deleted before they have a copy, and have one now.");
    s.form((9, 22, 30), SECOND, AMARA, "violence", "https://example-social.example/post/10790 https://example-social.example/post/10792 https://example-social.example/post/10797",
        "Three more posts from the account that I reported last month. They incite people against election workers again.");
    s.open(
        (9, 20, 0),
        SECOND,
        Hand::Mara,
        CUSTOMER,
        "3.2",
        "high",
        "Incitement to violence, again, and unanswered reports",
    );
    s.note((9, 19, 20), SECOND, Hand::Mara, "Six complaints in eight days about nine addresses. Eight of them are still public today. The mailbox that they named in the first case answers with a robot.");
    s.form(
        (8, 6, 40),
        SECOND,
        JONAS,
        "violence",
        "https://example-social.example/post/10905",
        "The post explains where to find weapons near a capitol building and on which day to come.",
    );
    s.mail((7, 14, 0), SECOND, CIVIC, "Weekly list: incitement on example-social.example",
        "Dear abuse desk,\n\nthese are the posts of this week that incite violence and that were reported on the site without effect:\n\n  https://example-social.example/post/11002\n  https://example-social.example/post/11017\n  https://example-social.example/post/11031\n  https://example-social.example/post/11064\n\nCopies with dates are available on request.");
    s.form((6, 9, 10), SECOND, RILEY, "violence", "https://example-social.example/live/223",
        "A live stream in which two people read out names and say what should happen to them. It is kept as a recording.");
    s.at((6, 2, 0), Step::Gather { matter: SECOND, by: Hand::Mara });
    s.note((6, 1, 30), SECOND, Hand::Mara, "Called the head of policy. She says that reports are read by volunteers, a few thousand behind. No date was named.");
    s.form(
        (5, 4, 50),
        SECOND,
        CAMILLE,
        "violence",
        "https://example-social.example/post/11140",
        "The post calls for an attack on a reporter who is named with a photograph of her door.",
    );
    s.call((4, 7, 0), SECOND, COUNTY, "violence", "https://example-social.example/group/old-guard-2",
        "The county's duty desk called again. Police reads the group and asks that somebody moderates it. They gave no order.");
    s.at((4, 6, 0), Step::Gather { matter: SECOND, by: Hand::Mara });
}

fn plan_demanded(s: &mut Script) {
    s.at((4, 5, 0), Step::Notice { matter: SECOND, by: Hand::Mara, notice: Box::new(Notice {
        template: "moderation_plan",
        hours: 24,
        findings: format!("Since {} we passed on eleven complaints about posts on example-social.example that incite violence against named people and places. They name 16 addresses. On {} we looked at all of them: 13 were still public, some of them for more than ten days after they had been reported to you. The group that you closed in our first case is back under another name.", s.day(17), s.day(4)),
        example: "https://example-social.example/post/10610\nThe post is a death threat against a school board member and gives her street. She reported it to you six days before she wrote to us.",
        ..Notice::default()
    }) });
    s.at((4, 2, 10), Step::Confirm { matter: SECOND });
    s.at((3, 8, 20), Step::Answer { matter: SECOND, answer: Box::new(Reply {
        parts: vec![
            ("done", "We removed 7 of the 16 posts. The others are protected speech in our view, or their authors deleted them.", String::new()),
            ("will_do", "We are building a task force of volunteers. They will look at reported content in the order in which it comes. We cannot name hours yet.", format!("by {}", s.ago(-21, 0, 0).to_chrono().format("%-d %b %Y"))),
            ("", "", String::new()),
        ],
        signer: "Dana Whitfield",
        signer_role: "Head of policy",
        file: Some(("task-force.txt", "Task force, draft 2\n\n1. Call for volunteers on the site\n2. A guide for moderators, to be written\n3. First shift when 30 people have signed up\n")),
    }) });
    s.form(
        (3, 1, 0),
        SECOND,
        CIVIC,
        "violence",
        "https://example-social.example/post/11302 https://example-social.example/post/11305",
        "Two new posts since your notice became known. Both incite people to come to the same place on the same day.",
    );
    s.at((2, 20, 0), Step::Weigh { matter: SECOND, by: Hand::Mara, verdicts: vec![
        (false, "Nine of the sixteen addresses are still public. Post 10610 with the street is one of them."),
        (false, "A task force that does not exist yet, with no hours and no shift before three weeks. The posts name days that are sooner."),
        (false, "Nobody was named."),
    ] });
    s.form((1, 15, 30), SECOND, LENA, "violence", "https://example-social.example/post/10610",
        "The post with my street is still there. There are now 40 answers under it, and two of them say when I leave for work.");
    s.form(
        (0, 9, 0),
        SECOND,
        AMARA,
        "violence",
        "https://example-social.example/post/11410",
        "A post that asks people to finish what was begun, with the addresses of three polling places.",
    );
    s.at((0, 8, 30), Step::Gather { matter: SECOND, by: Hand::Tomas });
    s.note(
        (0, 4, 0),
        SECOND,
        Hand::Tomas,
        "Looked at the 19 addresses once more. 12 are public. No moderator has written in the group since the notice.",
    );
    s.at((0, 2, 50), Step::Decide { matter: SECOND, by: Hand::Mara, decision: Box::new(Decision {
        outcome: "suspension",
        assets: vec![],
        whole_reason: "The posts, the group and the recordings are spread over all machines of your account. You have named no part that is free of them.",
        effective: Effective::Tomorrow("23:59"),
        facts: format!("Since {} we received 14 complaints about posts that incite violence against named people and places. On {} we asked you for a moderation plan within 24 hours. Your answer came in time. It says that seven of sixteen posts were removed, promises volunteers without hours or a shift in the next three weeks, and names nobody whom we can reach. On {} we looked again: 12 of 19 addresses were public.", s.day(17), s.day(4), s.day(0)),
        explanation: "The rule asks you to act on such content without delay. Posts that name people, places and days stayed public for weeks after they had been reported, and the plan that we asked for would begin after those days. A narrower step would leave part of the posts in place.",
    }) });
}
