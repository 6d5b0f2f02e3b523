//! A social network and its host, told over six weeks: complaints passed on, a plan demanded within 24 hours, half an
//! answer, a suspension that was announced for Sunday 23:59 Pacific and came then, and the days in court after it.

use docket::time::Moment;
use docket::time::zone::Zone;

use super::reporters::*;
use super::*;
use crate::command::seed::step::{Court, Decision, Effective, Notice, Reply, Says, Sort, Tend, written};

const CUSTOMER: &str = "example-social";
const FIRST: Matter<'_> = "social-first";
const SECOND: Matter<'_> = "social";

/// Everything here is told from the Sunday on, as everybody tells it afterwards.
struct Tale<'s, 'a> {
    script: &'s mut Script<'a>,
    sunday: Moment,
}

impl<'a> Tale<'_, 'a> {
    /// So many days, hours and minutes before the Sunday at 23:59; negative ones after it.
    fn before(&self, days: i64, hours: i64, minutes: i64) -> Moment {
        self.sunday.plus_seconds(-60 * (minutes + 60 * (hours + 24 * days)))
    }

    fn day(&self, days: i64) -> String {
        written(self.before(days, 0, 0))
    }

    fn at(&mut self, (days, hours, minutes): Ago, step: Step<'a>) {
        let at = self.before(days, hours, minutes);
        self.script.on(at, step);
    }

    fn form(&mut self, ago: Ago, matter: Matter<'a>, from: Party<'a>, locations: &'a str, text: &'a str) {
        let incoming = Incoming::Form { from, category: "violence", locations, text, language: "en", disclosed: false };
        self.at(ago, Step::Report { matter, incoming });
    }

    fn mail(&mut self, ago: Ago, matter: Matter<'a>, from: Party<'a>, subject: &'a str, text: &'a str) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Mail { from, subject, text } });
    }

    fn call(&mut self, ago: Ago, matter: Matter<'a>, from: Party<'a>, locations: &'a str, text: &'a str) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Call { from, category: "violence", locations, text } });
    }

    fn note(&mut self, ago: Ago, by: Hand, text: &str) {
        self.at(ago, Step::Note { matter: SECOND, by, text: text.into() });
    }

    fn pass_on(&mut self, ago: Ago, note: &'a str) {
        let sort = Sort::PassOn { opening: "plain", note };
        self.at(ago, Step::Sort { matter: SECOND, by: Hand::Mara, sort });
    }

    fn says(&mut self, ago: Ago, says: Says<'a>) {
        self.at(ago, Step::Says { matter: SECOND, says });
    }

    fn court(&mut self, ago: Ago, by: Hand, act: Court<'a>) {
        self.at(ago, Step::Court { matter: SECOND, by, act });
    }
}

pub fn tell(script: &mut Script<'_>) {
    let sunday = script.sunday();
    let mut tale = Tale { script, sunday };
    first_case(&mut tale);
    complaints_again(&mut tale);
    plan_demanded(&mut tale);
    switched_off(&mut tale);
    in_court(&mut tale);
}

/// The first case ends well: the customer promises to look, and seems to.
fn first_case(s: &mut Tale<'_, '_>) {
    s.form((37, 6, 10), FIRST, CIVIC, "https://example-social.example/post/8812",
        "A post names a city hall and a date and asks readers to come armed. It has been up for three days and was shared several hundred times.");
    s.form(
        (36, 2, 40),
        FIRST,
        AMARA,
        "https://example-social.example/post/8840 https://example-social.example/user/night-rider",
        "This account calls for violence against election workers and gives the street where one of them lives.",
    );
    s.mail((34, 9, 5), FIRST, JONAS, "Calls for violence on example-social.example",
        "Hello,\n\nI reported these posts to the site twice and got no answer. They call for violence against reporters.\n\n  hxxps://example-social[.]example/post/8907\n  hxxps://example-social[.]example/post/8911\n\nPlease look into it.");
    s.form((32, 4, 30), FIRST, CIVIC, "https://example-social.example/group/old-guard",
        "A public group with about 900 members. Several posts a day describe how to attack named people. We kept copies.");
    s.at(
        (31, 10, 0),
        Step::Open {
            matter: FIRST,
            by: Hand::Mara,
            customer: CUSTOMER,
            clause: "3.2",
            severity: "medium",
            title: "Posts that call for violence",
        },
    );
    s.at((31, 9, 30), Step::Note { matter: FIRST, by: Hand::Mara, text: "Looked at all six addresses. Three posts and the group are still there. The group has moderators, but none of the posts was answered by one.".into() });
    let (since, looked) = (s.day(37), s.day(32));
    s.at((31, 9, 0), Step::Notice { matter: FIRST, by: Hand::Mara, notice: Box::new(Notice {
        template: "information",
        hours: 168,
        findings: format!("Since {since} we received four complaints about posts on example-social.example that call for violence against named people or places. We looked at the posts ourselves on {looked}. Four of the six addresses were still public."),
        example: "https://example-social.example/post/8812\nThe post names a place and a date and asks readers to come armed.",
        ..Notice::default()
    }) });
    s.at((30, 8, 0), Step::Confirm { matter: FIRST });
    s.at((28, 5, 0), Step::Answer { matter: FIRST, answer: Box::new(Reply {
        parts: vec![("done", "We removed the posts and closed two accounts. The group now has three moderators who look at it every day. Reports from you go to a mailbox of their own.", String::new())],
        signer: "Dana Whitfield",
        signer_role: "Head of policy",
        ..Reply::default()
    }) });
    s.at(
        (27, 9, 0),
        Step::Weigh {
            matter: FIRST,
            by: Hand::Mara,
            verdicts: vec![(true, "The posts are gone and the accounts are closed. They named who reads reports.")],
        },
    );
    s.at((23, 11, 0), Step::Decide { matter: FIRST, by: Hand::Mara, decision: Box::new(Decision {
        outcome: "plan_accepted",
        assets: vec!["example-social.example"],
        facts: "Posts that call for violence were reported at six addresses. You removed them, closed two accounts and named moderators.".into(),
        explanation: "What was asked for was done within three days. We expect you to answer new reports as quickly.",
        ..Decision::default()
    }) });
    s.at(
        (23, 10, 30),
        Step::Close {
            matter: FIRST,
            by: Hand::Mara,
            reason: "The posts are gone and the customer named who reads reports.",
        },
    );
}

/// Two weeks later it begins again, and grows. Each complaint is passed on as it comes.
fn complaints_again(s: &mut Tale<'_, '_>) {
    s.form(
        (17, 14, 0),
        SECOND,
        CIVIC,
        "https://example-social.example/post/10421",
        "A post asks readers to bring rope to a courthouse and names the judge. 2,100 reactions in one day.",
    );
    s.pass_on((16, 13, 40), "");
    s.form((15, 8, 20), SECOND, RILEY, "https://example-social.example/post/10533 https://example-social.example/post/10534",
        "Two posts by the same account. Both say that a list of people will be dealt with, and one of them gives addresses.");
    s.pass_on(
        (14, 12, 30),
        "The account is the one that you closed in our first case. It is back under the same name.",
    );
    s.mail((13, 11, 45), SECOND, LENA, "Death threat against me on example-social.example",
        "I am a school board member. This post is a death threat and gives my name and my street:\n\n  hxxps://example-social[.]example/post/10610\n\nI reported it on the site six days ago. It is still there.");
    s.form((12, 1, 15), SECOND, CIVIC, "https://example-social.example/group/old-guard-2",
        "The group that was closed last month is back under a new name. The same people post there, and nobody moderates.");
    s.pass_on((11, 13, 5), "Please look at the post with the street first.");
    s.call((10, 9, 0), SECOND, COUNTY, "https://example-social.example/post/10788",
        "The county's duty desk called. A post calls for people to storm a county building on a named day. They ask that it is not deleted before they have a copy, and have one now.");
    s.form((9, 22, 30), SECOND, AMARA, "https://example-social.example/post/10790 https://example-social.example/post/10792 https://example-social.example/post/10797",
        "Three more posts from the account that I reported last month. They incite people against election workers again.");
    s.pass_on((9, 12, 20), "");
    s.at(
        (9, 8, 0),
        Step::Open {
            matter: SECOND,
            by: Hand::Mara,
            customer: CUSTOMER,
            clause: "3.2",
            severity: "high",
            title: "Incitement to violence, again, and unanswered reports",
        },
    );
    s.note((9, 7, 20), Hand::Mara, "Six complaints in eight days about nine addresses. Eight of them are still public today. The mailbox that they named in the first case answers with a robot.");
    s.form(
        (8, 6, 40),
        SECOND,
        JONAS,
        "https://example-social.example/post/10905",
        "The post explains where to find weapons near a capitol building and on which day to come.",
    );
    s.mail((7, 14, 0), SECOND, CIVIC, "Weekly list: incitement on example-social.example",
        "Dear abuse desk,\n\nthese are the posts of this week that incite violence and that were reported on the site without effect:\n\n  https://example-social.example/post/11002\n  https://example-social.example/post/11017\n  https://example-social.example/post/11031\n  https://example-social.example/post/11064\n\nCopies with dates are available on request.");
    s.form((6, 9, 10), SECOND, RILEY, "https://example-social.example/live/223",
        "A live stream in which two people read out names and say what should happen to them. It is kept as a recording.");
    s.at((6, 8, 0), Step::Gather { matter: SECOND, by: Hand::Mara });
    s.note((6, 7, 30), Hand::Mara, "Called the head of policy. She says that reports are read by volunteers, and that they are a few thousand behind. No date was named.");
    s.form(
        (5, 4, 50),
        SECOND,
        CAMILLE,
        "https://example-social.example/post/11140",
        "The post calls for an attack on a reporter who is named with a photograph of her door.",
    );
    s.call((4, 15, 0), SECOND, COUNTY, "https://example-social.example/group/old-guard-2",
        "The county's duty desk called again. Police reads the group and asks that somebody moderates it. They gave no order.");
    s.at((4, 14, 0), Step::Gather { matter: SECOND, by: Hand::Mara });
}

/// "A detailed plan within 24 hours."
fn plan_demanded(s: &mut Tale<'_, '_>) {
    let (since, looked) = (s.day(17), s.day(4));
    s.at((3, 14, 30), Step::Notice { matter: SECOND, by: Hand::Mara, notice: Box::new(Notice {
        template: "moderation_plan",
        hours: 24,
        findings: format!("Since {since} we passed on eleven complaints about posts on example-social.example that incite violence against named people and places. They name 16 addresses. On {looked} we looked at all of them: 13 were still public, some of them for more than ten days after they had been reported to you. The group that you closed in our first case is back under another name."),
        example: "https://example-social.example/post/10610\nThe post is a death threat against a school board member and gives her street. She reported it to you six days before she wrote to us.",
        ..Notice::default()
    }) });
    s.at((3, 11, 10), Step::Confirm { matter: SECOND });
    let task_force = written(s.before(-21, 0, 0));
    s.at((2, 15, 20), Step::Answer { matter: SECOND, answer: Box::new(Reply {
        parts: vec![
            ("done", "We removed 7 of the 16 posts. The others are protected speech in our view, or their authors deleted them.", String::new()),
            ("will_do", "We are building a task force of volunteers. They will look at reported content in the order in which it comes. We cannot name hours yet.", format!("by {task_force}")),
            ("", "", String::new()),
        ],
        signer: "Dana Whitfield",
        signer_role: "Head of policy",
        file: Some(("task-force.txt", "Task force, draft 2\n\n1. Call for volunteers on the site\n2. A guide for moderators, to be written\n3. First shift when 30 people have signed up\n")),
        ..Reply::default()
    }) });
    s.form(
        (2, 8, 0),
        SECOND,
        CIVIC,
        "https://example-social.example/post/11302 https://example-social.example/post/11305",
        "Two new posts since your notice became known. Both incite people to come to the same place on the same day.",
    );
    s.at((2, 7, 0), Step::Weigh { matter: SECOND, by: Hand::Mara, verdicts: vec![
        (false, "Nine of the sixteen addresses are still public. Post 10610 with the street is one of them."),
        (false, "A task force that does not exist yet, with no hours and no shift before three weeks. The posts name days that are sooner."),
        (false, "Nobody was named."),
    ] });
    s.form((1, 13, 30), SECOND, LENA, "https://example-social.example/post/10610",
        "The post with my street is still there. There are now 40 answers under it, and two of them say when I leave for work.");
}

/// The whole account, on Sunday at 23:59 Pacific, with what has to be so before it runs again.
fn switched_off(s: &mut Tale<'_, '_>) {
    s.note(
        (1, 12, 0),
        Hand::Tomas,
        "Looked at the 19 addresses once more. 12 are public. No moderator has written in the group since the notice.",
    );
    let (since, asked, looked, hour) = (s.day(17), s.day(4), s.day(2), s.sunday);
    s.at((1, 10, 40), Step::Decide { matter: SECOND, by: Hand::Mara, decision: Box::new(Decision {
        outcome: "suspension",
        whole_reason: "The posts, the group and the recordings are spread over all machines of your account. You have named no part that is free of them.",
        effective: Effective::Wall(hour),
        facts: format!("Since {since} we received 14 complaints about posts that incite violence against named people and places. On {asked} we asked you for a moderation plan within 24 hours. Your answer came in time. It says that seven of sixteen posts were removed, promises volunteers without hours or a shift in the next three weeks, and names nobody whom we can reach. On {looked} we looked again: 12 of 19 addresses were public."),
        explanation: "The rule asks you to act on such content without delay. Posts that name people, places and days stayed public for weeks after they had been reported, and the plan that we asked for would begin after those days. A narrower step would leave part of the posts in place.",
        conditions: "The 19 addresses are answered one by one: removed, or the reason why not.\nA moderation plan names who reads reports, at what hours and how fast, and the first shift has begun.\nOne person is named whom we can reach day and night.",
        ..Decision::default()
    }) });
    s.at((1, 8, 50), Step::Approve { matter: SECOND, by: Hand::Ines });
    s.note((1, 4, 30), Hand::Ines, "A newspaper asks whether the letter that goes around is ours. It is, word for word. Pointed them to the check page and said nothing beyond it.");
    s.at((0, 6, 0), Step::Tend { matter: SECOND, by: Hand::Ines, tend: Tend::Tags("press elections") });
    s.at((0, 0, -3), Step::CarryOut { matter: SECOND, by: Hand::Mara, how: "Both ranges and the cluster isolated at the edge at 23:59, change 88412. Disks and snapshots untouched." });
    s.note(
        (0, 0, -20),
        Hand::Mara,
        "Everything is off since 23:59. The data stays where it is for thirty days, as the decision says.",
    );
}

/// The day after they sued: a hold, a copy of the data, an appeal that says that others were treated more gently.
fn in_court(s: &mut Tale<'_, '_>) {
    s.court((0, -10, -15), Hand::Peter, Court::Hold {
        scope: "customer",
        matter: "Example Social Network v. Example Hosting",
        reason: "A complaint was filed this morning and asks for an order to turn the account on again. Nothing about this customer is deleted while the matter is open.",
    });
    s.note((0, -10, -40), Hand::Ines, "They say in court that the decision is political and that others with the same content were treated more gently. The treatment report of the last months was made for counsel.");
    s.says(
        (0, -12, -5),
        Says::AskData {
            wanted: "copy",
            reason: "We are moving to another provider and need the posts, the accounts and the media.",
            signer: "Dana Whitfield",
        },
    );
    s.court((0, -15, -30), Hand::Mara, Court::SettleData {
        granted: true,
        words: "A copy of the databases and the media lies on a machine that only you can reach, for 14 days. Your head of operations got the keys by telephone.",
        until: "",
    });
    s.says((0, -33, -10), Says::Appeal {
        grounds: "The decision rests on 19 posts out of several million a day. Other customers of yours carry the same words today and got days to answer. We were about to begin with our task force. Turn us on again while this is decided.",
        signer: "Howard Lyle",
        role: "Counsel",
    });
    s.court((0, -36, -20), Hand::Ines, Court::GiveAppeal(Hand::Tomas));
    let known = Zone::parse("America/Los_Angeles").map(|zone| zone.date_text(s.before(0, -34, 0))).unwrap_or_default();
    s.note((0, -37, 0), Hand::Ines, &format!("The appeal of {known} is with Tomás, who had no part in the decision."));
    s.court((0, -51, -5), Hand::Tomas, Court::WriteOnAppeal("You say that other customers carry the same words and were given days. Please name them, or the addresses, so that we can compare. And please tell us what has become of each of the 19 addresses."));
    s.says((0, -64, -30), Says::MoreOnAppeal("We attach no list of others: that is for the court. Of the 19 addresses 15 are deleted from what we will bring back. Mr. Lyle can be reached day and night at +1 555 0136."));
    s.court(
        (0, -81, -10),
        Hand::Tomas,
        Court::Condition {
            number: 3,
            how: "The number was called twice, at noon and at three in the night, and Mr. Lyle answered both times.",
        },
    );
}
