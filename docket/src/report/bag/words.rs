//! The texts of a bag that people read: what it is, how it is checked, and a draft of a certification.

use super::earlier::Earlier;
use super::{About, Account, Direction};
use crate::checkpoint::bag::{growth_name, older_name, proof_name};
use crate::desk::sealing::Vouched;
use crate::settings::Settings;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// bag-info.txt. Each value is one line.
pub(super) fn info(
    about: &About,
    account: &Account,
    vouched: &Vouched,
    settings: &Settings,
    (bytes, many): (u64, usize),
) -> String {
    let line =
        |text: &str| text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let last = account.listed.last().map_or(0, |listed| listed.entry);
    [
        ("Source-Organization", settings.provider.clone()),
        ("Contact-Name", format!("{}, Trust and Safety", settings.provider)),
        ("Contact-Phone", settings.phone.clone()),
        ("Contact-Email", settings.mail_from.clone()),
        ("External-Identifier", about.identifier.clone()),
        ("External-Description", format!("{}, made for: {}", about.title, about.profile.word())),
        ("Bagging-Date", vouched.at.rfc3339()[..10].to_owned()),
        ("Payload-Oxum", format!("{bytes}.{many}")),
        ("Bag-Software-Agent", format!("Due Notice {VERSION}")),
        ("Due-Notice-Profile", about.profile.word().to_owned()),
        ("Due-Notice-Last-Entry", last.to_string()),
    ]
    .into_iter()
    .chain(about.no_pdf.as_ref().map(|why| ("Due-Notice-Report-PDF", format!("Not in this file. {why}"))))
    .map(|(label, value)| format!("{label}: {}\n", line(&value)))
    .collect()
}

/// Every line that begins with four spaces is a command that runs as it stands.
pub(super) fn verify(account: &Account, vouched: &Vouched, earlier: &Earlier, settings: &Settings) -> String {
    let mut text = String::from(BEGIN);
    if vouched.signs && vouched.checkpoint.is_some() {
        text.push_str(SEALED);
    }
    if settings.tsa_url.is_some() {
        text.push_str(STAMPED);
        text.push_str(if settings.tsa_ca.is_some() { STAMP_VERIFIED } else { STAMP_READ });
    }
    if let Some(entry) = account.first_shown().filter(|_| vouched.checkpoint.is_some()) {
        text.push_str(&ENTRY.replace("{proof}", &proof_name(entry)).replace("{entry}", &entry.to_string()));
    }
    if let Some(size) = earlier.keys().next_back() {
        text.push_str(&MAILED.replace("{older}", &older_name(*size)).replace("{growth}", &growth_name(*size)));
    }
    text.push_str(VALUES);
    text
}

const BEGIN: &str = "\
HOW TO CHECK THIS FILE

Unpack it and run the commands in the folder in which bagit.txt lies. Every command stands on a line of its own that begins
with four spaces. They are for Linux and macOS; on Windows, certutil -hashfile FILE SHA256 gives the hash of a file.

1. THAT NO FILE WAS CHANGED SINCE THIS ONE WAS MADE

   The folder is a bag (BagIt 1.0, RFC 8493): the manifests hold the SHA-256 of every file.

    sha256sum --quiet -c manifest-sha256.txt
    sha256sum --quiet -c tagmanifest-sha256.txt

   The same with the tool of the Library of Congress (pip install bagit):

    bagit.py --quiet --validate .

   The SHA-256 of the whole zip stands in the provider's ledger, in the entry that says that it was made.
";

const SEALED: &str = "
2. THAT THESE ARE THE FILES THAT WERE SEALED

   seal/tagmanifest.note is signed with the key of the provider's log. Its third line is the SHA-256 of
   tagmanifest-sha256.txt, which holds those of all others:

    echo \"$(sed -n 3p seal/tagmanifest.note)  tagmanifest-sha256.txt\" | sha256sum --quiet -c -

   The signature, and all that follows, is checked by the program duenotice-verify, which opens no network:

    duenotice-verify case . --key proof/log.vkey

   The key in proof/log.vkey came together with what it is to prove. Take in its place the one that reached you by
   another way: on paper, from the provider's web site, or from /log/key of the desk at another time. Add --witness KEY
   for each witness whom you trust. It ends with 0 when everything is proven, 1 when something was altered (the first
   wrong thing is named), 2 when this is no case file, 3 when it is consistent and nobody whom you trust has vouched for it.
";

const STAMPED: &str = "
   Somebody else, a time stamp authority, has confirmed when these files were there (RFC 3161). If there is no
   seal/tagmanifest.tsr, it did not answer when this file was made.
";

const STAMP_VERIFIED: &str = "
    openssl ts -verify -data tagmanifest-sha256.txt -in seal/tagmanifest.tsr -CAfile seal/tsa-ca.pem

   The certificate in seal/tsa-ca.pem came together with what it is to prove. Take in its place the one that the authority
   publishes.
";

const STAMP_READ: &str = "
    openssl ts -reply -in seal/tagmanifest.tsr -text

   This says who stamped which hash and when. With the certificate that the authority publishes, openssl ts -verify -data
   tagmanifest-sha256.txt -in seal/tagmanifest.tsr -CAfile CERTIFICATE says that it did.
";

const ENTRY: &str = "
3. THAT AN ENTRY STANDS IN THE LEDGER

   Each line of data/events.jsonl is one entry, as exactly the bytes that were hashed. Its leaf hash is SHA-256 over one
   zero byte and the line without its end (RFC 6962). It stands in proof/entries.txt beside the number of the entry; lines
   there that end with \"shown\" belong, in their order, to the lines of data/events.jsonl. For the first, entry {entry}:

    grep -q \"$(sed -n 1p data/events.jsonl | tr -d '\\n' | (printf '\\0'; cat) | sha256sum | cut -c 1-64) shown\" proof/entries.txt

   For each entry there is a proof (c2sp.org/tlog-proof) that leads from this hash to the root of proof/checkpoint:

    sed -n 1p data/events.jsonl | tr -d '\\n' | duenotice-verify proof {proof} --leaf /dev/stdin --key proof/log.vkey
";

const MAILED: &str = "
   Notices carry the checkpoint of their day along (duenotice-checkpoint.txt), so their readers hold older states of the
   ledger. Each lies here as proof/checkpoint-N, and may be held against the one in a mailbox; proof/consistency-N.txt proves
   that the ledger of this file begins with it, so that nothing before it was rewritten since. For the last of them:

    duenotice-verify growth {older} {growth} --key proof/log.vkey
";

const VALUES: &str = "
4. THAT A PERSONAL VALUE, A FILE OR A MESSAGE BELONGS TO ITS ENTRY

   In the entries names, addresses and free text are replaced by {\"c\": commitment}. The commitment is SHA-256 over
   \"dn/pii/v1\", the event's id and the field's path (each with its length before it, four bytes, big end first), 32 bytes
   of salt, and the value as canonical JSON (RFC 8785). data/openings.jsonl holds all of this for every value that the
   reader of this file may see. Files are named in the entries by their SHA-256; data/evidence/index.csv,
   data/messages/index.csv and data/custody.csv say by which. duenotice-verify follows all of them.

5. WHAT IS LEFT OUT

   data/left-out.jsonl has a line for each entry, value and file that is not here: withheld from whoever this file was made
   for, sealed material, or gone with an entry of the ledger. What is withheld leaves its hash behind, so nothing can be put
   in its place later.

WHAT THIS DOES NOT SHOW

   That everything which happened was recorded, and that what was recorded was true. report.html, case.json and the tables
   tell the entries again in the provider's words: they are sealed, and the entries themselves are what is proven. The same
   holds for report.pdf, which is report.html set in type; where it could not be made, bag-info.txt says why.
   Links in messages open the notice that they belong to. Treat them as confidential.
";

/// For a person who knows the system. What they sign is theirs; this is where they begin.
pub(super) fn certification(about: &About, account: &Account, vouched: &Vouched, settings: &Settings) -> String {
    let shown = account.listed.iter().filter(|listed| listed.shown).count();
    let there = |direction| {
        account
            .items
            .iter()
            .filter(|item| item.path.is_some() && (item.direction == Direction::Evidence) == direction)
            .count()
    };
    let covered = match &vouched.checkpoint {
        Some((row, signed)) => format!(
            "a checkpoint over {} entries with the root {}, signed by {}",
            row.size,
            hex::encode(signed.checkpoint.root),
            signed.note.names().collect::<Vec<_>>().join(", ")
        ),
        None => "no checkpoint: the notary did not sign when this file was made".to_owned(),
    };
    format!(
        "\
DRAFT OF A CERTIFICATION OF RECORDS GENERATED BY AN ELECTRONIC SYSTEM
(for example under Federal Rules of Evidence 902(11), 902(13) and 902(14); have counsel adapt it)

File:            {folder}
About:           {title}
Made for:        {profile}
Organisation:    {provider}
System:          Due Notice {VERSION}

I, the undersigned, am familiar with the system named above and with how it keeps its records, and state:

1. The system records each event when it occurs, with the server's time and the account of whoever acted, as an entry of
   an append-only ledger: a Merkle tree after RFC 6962 with SHA-256. Entries are neither changed nor deleted. A person's
   values can be erased; the entry then keeps their commitments, and another entry says so.
2. This file was copied from those records by the system itself. It holds the text of {shown} of {listed} entries,
   {files} files of evidence and {messages} messages, byte for byte as they are kept, and {covered}.
3. The copy is identified by SHA-256: every file by manifest-sha256.txt and tagmanifest-sha256.txt, these by the
   signature in seal/tagmanifest.note, and the whole by an entry of the ledger.
4. What is not in it is listed in data/left-out.jsonl ({left} lines), each with its reason.
5. The records were made and kept in the course of a regularly conducted activity.

Name:            ______________________________
Position:        ______________________________
Place and date:  ______________________________
Signature:       ______________________________
",
        folder = about.folder(vouched),
        title = about.title,
        profile = about.profile.word(),
        provider = settings.provider,
        listed = account.listed.len(),
        files = there(true),
        messages = there(false),
        left = account.left_out.len(),
    )
}
