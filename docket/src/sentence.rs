//! One sentence for each event, by audience and language.
