//! Places whose clock a reader may name, west to east. People know their city, not the name of a time zone.

use docket::words::Language;

/// Zone, English, French.
pub const PLACES: [(&str, &str, &str); 32] = [
    ("Pacific/Honolulu", "Honolulu", "Honolulu"),
    ("America/Anchorage", "Anchorage", "Anchorage"),
    ("America/Los_Angeles", "Los Angeles, Seattle", "Los Angeles, Seattle"),
    ("America/Denver", "Denver", "Denver"),
    ("America/Phoenix", "Phoenix", "Phoenix"),
    ("America/Chicago", "Chicago", "Chicago"),
    ("America/Mexico_City", "Mexico City", "Mexico"),
    ("America/Bogota", "Bogotá, Lima", "Bogota, Lima"),
    ("America/New_York", "New York, Montreal", "New York, Montréal"),
    ("America/Halifax", "Halifax", "Halifax"),
    ("America/Santiago", "Santiago", "Santiago"),
    ("America/Sao_Paulo", "São Paulo, Buenos Aires", "São Paulo, Buenos Aires"),
    ("UTC", "UTC, the world’s time", "UTC, le temps universel"),
    ("Europe/London", "London, Lisbon", "Londres, Lisbonne"),
    ("Europe/Dublin", "Dublin", "Dublin"),
    ("Africa/Lagos", "Lagos", "Lagos"),
    ("Europe/Paris", "Paris, Brussels, Geneva", "Paris, Bruxelles, Genève"),
    ("Europe/Berlin", "Berlin, Rome, Madrid", "Berlin, Rome, Madrid"),
    ("Europe/Warsaw", "Warsaw, Prague", "Varsovie, Prague"),
    ("Africa/Johannesburg", "Johannesburg", "Johannesbourg"),
    ("Africa/Cairo", "Cairo", "Le Caire"),
    ("Europe/Helsinki", "Helsinki, Athens, Kyiv", "Helsinki, Athènes, Kyiv"),
    ("Europe/Istanbul", "Istanbul, Riyadh", "Istanbul, Riyad"),
    ("Asia/Dubai", "Dubai", "Dubaï"),
    ("Asia/Kolkata", "Mumbai, Delhi", "Bombay, Delhi"),
    ("Asia/Jakarta", "Jakarta, Bangkok", "Jakarta, Bangkok"),
    ("Asia/Shanghai", "Beijing, Shanghai", "Pékin, Shanghai"),
    ("Asia/Singapore", "Singapore", "Singapour"),
    ("Asia/Tokyo", "Tokyo, Seoul", "Tokyo, Séoul"),
    ("Australia/Brisbane", "Brisbane", "Brisbane"),
    ("Australia/Sydney", "Sydney, Melbourne", "Sydney, Melbourne"),
    ("Pacific/Auckland", "Auckland", "Auckland"),
];

pub fn place(row: (&'static str, &'static str, &'static str), language: Language) -> (&'static str, &'static str) {
    match language {
        Language::En => (row.0, row.1),
        Language::Fr => (row.0, row.2),
    }
}

#[cfg(test)]
mod tests {
    use docket::time::zone::Zone;

    #[test]
    fn every_place_has_a_clock() {
        for (zone, ..) in super::PLACES {
            assert!(Zone::parse(zone).is_some(), "{zone}");
        }
    }
}
