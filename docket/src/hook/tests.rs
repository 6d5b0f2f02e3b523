use super::*;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// As it is published beside the specification.
#[test]
fn the_signature_is_that_of_the_published_example() {
    let secret = Secret::parse(SECRET).unwrap();
    let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    let body = br#"{"test": 2432232314}"#;
    let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    assert_eq!(signature(std::slice::from_ref(&secret), id, 1_614_265_330, body), expected);
    let other = Secret::parse("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
    let both = signature(&[other, secret], id, 1_614_265_330, body);
    let parts: Vec<&str> = both.split(' ').collect();
    assert_eq!((parts.len(), parts[1]), (2, expected), "one for each secret");
    assert!(parts[0].starts_with("v1,") && parts[0] != expected);
}

#[test]
fn only_a_sealed_way_or_this_machine_is_taken() {
    for url in [
        "https://orders.hosting.example/duenotice?from=desk",
        "https://192.0.2.1:8443/",
        "http://127.0.0.1:9000/hook",
        "http://[::1]:9000/",
        "http://localhost/",
    ] {
        assert!(Hook::parse(url, &words(&[SECRET])).is_ok(), "{url}");
    }
    for url in [
        "",
        "orders.hosting.example",
        "http://orders.hosting.example/",
        "http://192.0.2.1/",
        "http://127.0.0.1.hosting.example/",
        "http://localhost.hosting.example/",
        "file:///etc/passwd",
        "ftp://orders.hosting.example/",
        "https://name:password@orders.hosting.example/",
        "https://orders.hosting.example/#part",
    ] {
        assert_eq!(Hook::parse(url, &words(&[SECRET])).unwrap_err().len(), 1, "{url}");
    }
}

#[test]
fn a_secret_that_is_none_is_named_by_its_place_and_never_repeated() {
    for wrong in ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_short", "whsec_c2hvcnQ=", "whsec_%%%"] {
        let said = Hook::parse("https://x.example/", &words(&[SECRET, wrong])).unwrap_err().join("\n");
        assert!(said.contains("number 2") && !said.contains("c2hvcnQ"), "{said}");
    }
    assert_eq!(Hook::parse("https://x.example/", &[]).unwrap_err().len(), 1);
    let hook = Hook::parse("https://x.example/", &words(&[SECRET])).unwrap();
    assert!(!format!("{hook:?}").contains("MfKQ") && hook.secrets() == 1);
}
