//! Values on their way into a statement, in the few types that both databases share.

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Int(i64),
    MaybeInt(Option<i64>),
    Text(String),
    MaybeText(Option<String>),
    Bytes(Vec<u8>),
    MaybeBytes(Option<Vec<u8>>),
}

/// PostgreSQL's text holds no NUL, and whoever asks for one by an address means nothing by it.
pub fn text(value: &str) -> String {
    value.replace('\0', "")
}

macro_rules! bind {
    ($query:expr, $cell:expr) => {
        match $cell {
            $crate::store::cells::Cell::Int(value) => $query.bind(*value),
            $crate::store::cells::Cell::MaybeInt(value) => $query.bind(*value),
            $crate::store::cells::Cell::Text(value) => $query.bind($crate::store::cells::text(value)),
            $crate::store::cells::Cell::MaybeText(value) => {
                $query.bind(value.as_deref().map($crate::store::cells::text))
            }
            $crate::store::cells::Cell::Bytes(value) => $query.bind(value.clone()),
            $crate::store::cells::Cell::MaybeBytes(value) => $query.bind(value.clone()),
        }
    };
}
pub(crate) use bind;

macro_rules! from {
    ($($type:ty => $variant:ident, $convert:expr;)*) => {
        $(impl From<$type> for Cell {
            fn from(value: $type) -> Self {
                let convert: fn($type) -> _ = $convert;
                Cell::$variant(convert(value))
            }
        })*
    };
}

from! {
    i64 => Int, |v| v;
    u32 => Int, i64::from;
    bool => Int, i64::from;
    Option<i64> => MaybeInt, |v| v;
    String => Text, |v| v;
    &str => Text, |v| v.to_owned();
    &String => Text, |v| v.clone();
    Option<String> => MaybeText, |v| v;
    Vec<u8> => Bytes, |v| v;
    &[u8] => Bytes, |v| v.to_vec();
    [u8; 32] => Bytes, |v| v.to_vec();
    Option<Vec<u8>> => MaybeBytes, |v| v;
    crate::time::Moment => Int, |v| v.micros();
    Option<crate::time::Moment> => MaybeInt, |v| v.map(|m| m.micros());
}

macro_rules! from_ids {
    ($($Id:ident),*) => {
        $(impl From<crate::id::$Id> for Cell {
            fn from(id: crate::id::$Id) -> Self {
                Cell::Text(id.to_string())
            }
        }
        impl From<Option<crate::id::$Id>> for Cell {
            fn from(id: Option<crate::id::$Id>) -> Self {
                Cell::MaybeText(id.map(|id| id.to_string()))
            }
        })*
    };
}

from_ids!(
    EventId,
    CommandId,
    PersonId,
    TokenId,
    ClauseId,
    CustomerId,
    AssetId,
    ComplaintId,
    CaseId,
    NoticeId,
    AnswerId,
    DecisionId,
    LetterId,
    InstructionId,
    PassingId,
    InvitationId,
    InterimId,
    AppealId,
    HoldId,
    DataRequestId,
    MailId,
    DisposalId,
    ErasureId
);

/// `cells![a, b, c]`: anything that has a cell.
macro_rules! cells {
    ($($value:expr),* $(,)?) => { [$($crate::store::cells::Cell::from($value)),*] };
}
pub(crate) use cells;
