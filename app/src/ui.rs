//! Pure components. They know no desk and no request: what they show is given to them.

pub mod address;
pub mod bytes;
pub mod code_field;
pub mod customer;
pub mod deadline;
pub mod differs;
pub mod due;
pub mod errors;
pub mod facts;
pub mod fields;
pub mod flash;
pub mod form;
pub mod frame;
pub mod head;
pub mod ladder;
pub mod letter;
pub mod list;
pub mod papers;
pub mod password;
pub mod plot;
pub mod qr;
pub mod rounds;
pub mod saved;
pub mod table;
pub mod tag;
pub mod timeline;
pub mod when;

pub use address::Address;
pub use code_field::CodeField;
pub use errors::ErrorSummary;
pub use fields::{Choice, Choices, Field, FileField, Hidden, Pick, Select, TextArea, options};
pub use form::FormState;
pub use frame::{Bar, Frame};
pub use list::{Nothing, Pager};
pub use password::PasswordAgain;
pub use when::{Day, WhenShort};
