use super::*;

fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn read(pairs: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let folder = tempfile::tempdir().map_err(|error| vec![error.to_string()])?;
    Config::from(&Given { data: Some(folder.path().into()), ..Given::default() }, environment(pairs))
}

#[test]
fn without_any_setting_the_desk_serves_this_machine() {
    let config = read(&[("PATH", "/bin"), ("DUENOTICE_BIN", "x")]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.settings.public_url, "http://127.0.0.1:3000");
    assert!(config.database_url.is_none() && config.trusted_proxies.is_empty());
}

#[test]
fn the_environment_wins_over_the_file_and_the_command_line_over_both() {
    let folder = tempfile::tempdir().unwrap();
    let text = "provider = \"File Hosting\"\npreserve_days = 60\nlisten = \"127.0.0.1:1\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n";
    std::fs::write(folder.path().join(FILE), text).unwrap();
    let given =
        Given { data: Some(folder.path().into()), listen: Some("127.0.0.1:3".parse().unwrap()), ..Given::default() };
    let config = Config::from(
        &given,
        environment(&[
            ("DUENOTICE_PROVIDER", "Env Hosting"),
            ("DUENOTICE_LISTEN", "127.0.0.1:2"),
            ("DUENOTICE_PRESERVE_DAYS", "90"),
        ]),
    )
    .unwrap();
    assert_eq!(config.settings.provider, "Env Hosting");
    assert_eq!(config.settings.preserve_days, 90);
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.settings.public_url, "http://127.0.0.1:3");
    assert_eq!(config.trusted_proxies.len(), 2);
}

#[test]
fn what_is_misspelt_or_wrong_is_said() {
    let unknown = read(&[("DUENOTICE_PUBIC_URL", "https://a.example")]).unwrap_err();
    assert!(unknown[0].contains("pubic_url"), "{unknown:?}");
    let wrong = read(&[
        ("DUENOTICE_PUBLIC_URL", "notices.example"),
        ("DUENOTICE_MAIL_FROM", "nobody"),
        ("DUENOTICE_LISTEN", "3000"),
        ("DUENOTICE_TRUSTED_PROXIES", "10.0.0.0/8, everybody"),
        ("DUENOTICE_SMTP_URL", "mail.example"),
        ("DUENOTICE_DATABASE_URL", "mysql://x"),
    ])
    .unwrap_err();
    assert_eq!(wrong.len(), 6, "{wrong:?}");
}

#[test]
fn secrets_are_masked() {
    let config = read(&[
        ("DUENOTICE_SMTP_URL", "smtps://desk:hunter2@mail.example"),
        ("DUENOTICE_DATABASE_URL", "postgres://desk:s3cret@db.example/x"),
    ])
    .unwrap();
    let lines = config.lines().join("\n");
    assert!(!lines.contains("hunter2") && !lines.contains("s3cret"), "{lines}");
    assert!(lines.contains("smtps://desk:***@mail.example"), "{lines}");
}

#[test]
fn words_in_one_line_are_a_program_with_its_arguments() {
    let config = read(&[("DUENOTICE_CARRY_OUT", "/usr/local/bin/act --dry-run")]).unwrap();
    assert_eq!(config.settings.carry_out, Some(vec!["/usr/local/bin/act".to_owned(), "--dry-run".to_owned()]));
    assert!(config.advice().iter().any(|line| line.contains("mail_from")));
}

#[test]
fn a_receiver_is_a_sealed_address_and_its_secrets() {
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let url = ("DUENOTICE_WEBHOOK_URL", "https://orders.hosting.example/duenotice");
    let two = format!("{SECRET}, whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let config = read(&[url, ("DUENOTICE_WEBHOOK_SECRETS", &two)]).unwrap();
    assert_eq!(config.settings.hook.as_ref().map(|hook| hook.secrets()), Some(2));
    let lines = config.lines().join("\n");
    assert!(lines.contains("orders.hosting.example") && lines.contains("webhook_secrets 2 of them"), "{lines}");
    assert!(!lines.contains("MfKQ"), "{lines}");
    for wrong in [
        vec![url],
        vec![("DUENOTICE_WEBHOOK_SECRETS", SECRET)],
        vec![("DUENOTICE_WEBHOOK_URL", "http://orders.hosting.example/"), ("DUENOTICE_WEBHOOK_SECRETS", SECRET)],
        vec![url, ("DUENOTICE_WEBHOOK_SECRETS", SECRET), ("DUENOTICE_CARRY_OUT", "/usr/local/bin/act")],
        vec![url, ("DUENOTICE_WEBHOOK_SECRETS", "whsec_c2hvcnQ=")],
    ] {
        let problems = read(&wrong).unwrap_err();
        assert!(problems.len() == 1 && !problems[0].contains("c2hvcnQ"), "{problems:?}");
    }
}

#[test]
fn reminders_and_alerts_are_settings() {
    let usual = read(&[]).unwrap();
    assert!(usual.lines().iter().any(|line| line == "remind          half, 6h, 1h"), "{:?}", usual.lines());
    assert_eq!((usual.settings.alert_hours, usual.settings.alert_lead_hours), (4, 12));
    let own = read(&[("DUENOTICE_REMIND", "half, 2h"), ("DUENOTICE_ALERT_HOURS", "24")]).unwrap();
    assert_eq!(own.settings.remind.len(), 2);
    assert_eq!((own.settings.alert_hours, own.settings.alert_lead_hours), (24, 24));
    assert!(read(&[("DUENOTICE_REMIND", "never")]).unwrap().settings.remind.is_empty());
    let wrong = read(&[("DUENOTICE_REMIND", "tomorrow"), ("DUENOTICE_ALERT_LEAD_HOURS", "1")]).unwrap_err();
    assert_eq!(wrong.len(), 2, "{wrong:?}");
}

#[test]
fn whoever_vouches_for_the_ledger_is_a_matter_of_settings() {
    const WITNESS: &str = "witness.example+WITNESS";
    let key = docket::checkpoint::note::SecretKey::witness("witness.example", &[1; 32]).unwrap().public().to_string();
    let log = docket::checkpoint::note::SecretKey::new("hosting.example/log", &[1; 32]).unwrap().public().to_string();
    let two = format!("https://witness.example/log {key}, http://192.0.2.7:3200 {key}");
    let certificate = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(certificate.path(), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n").unwrap();
    let config = read(&[
        ("DUENOTICE_NOTARY", "127.0.0.1:3100"),
        ("DUENOTICE_WITNESSES", &two),
        ("DUENOTICE_TSA_URL", "http://tsa.example/stamp"),
        ("DUENOTICE_TSA_CA", certificate.path().to_str().unwrap()),
    ])
    .unwrap();
    assert!(config.settings.tsa_ca.as_ref().is_some_and(|text| text.contains("MIIB")));
    let submission = config.settings.witnesses[0].submission().to_string();
    assert_eq!(submission, "https://witness.example/log/add-checkpoint");
    assert_eq!(config.settings.witnesses[1].submission().to_string(), "http://192.0.2.7:3200/add-checkpoint");
    let lines = config.lines().join("\n");
    assert!(lines.contains("notary          \"127.0.0.1:3100\"") && lines.contains(&key), "{lines}");
    assert!(!config.advice().iter().any(|line| line.contains("notary") || line.contains("witness")));
    assert_eq!(read(&[]).unwrap().advice().iter().filter(|line| line.contains("duenotice ")).count(), 2);
    let folder = tempfile::tempdir().unwrap();
    let text = format!("witnesses = [\"https://witness.example/ {key}\"]\n");
    std::fs::write(folder.path().join(FILE), text).unwrap();
    let given = Given { data: Some(folder.path().into()), ..Given::default() };
    assert_eq!(Config::from(&given, Vec::new()).unwrap().settings.witnesses.len(), 1);
    for wrong in [
        ("DUENOTICE_NOTARY", "192.0.2.1:3100".to_owned()),
        ("DUENOTICE_NOTARY", "somewhere".to_owned()),
        ("DUENOTICE_WITNESSES", "https://witness.example/".to_owned()),
        ("DUENOTICE_WITNESSES", format!("https://witness.example/ {WITNESS}")),
        ("DUENOTICE_WITNESSES", format!("https://witness.example/ {log}")),
        ("DUENOTICE_WITNESSES", format!("ftp://witness.example/ {key}")),
        ("DUENOTICE_TSA_URL", "tsa.example".to_owned()),
        ("DUENOTICE_TSA_URL", "https://me:secret@tsa.example/".to_owned()),
        ("DUENOTICE_TSA_CA", "/nowhere/authority.pem".to_owned()),
    ] {
        let problems = read(&[(wrong.0, &wrong.1)]).unwrap_err();
        assert_eq!(problems.len(), 1, "{wrong:?}: {problems:?}");
    }
}

#[test]
fn the_press_is_a_program_that_is_there_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(crate::press::PROGRAM);
    let named = |path: &std::path::Path| read(&[("DUENOTICE_PRESS", &path.display().to_string())]);
    assert!(named(&program).unwrap_err()[0].starts_with("press: "), "it is not there yet");
    std::fs::write(&program, "").unwrap();
    let config = named(&program).unwrap();
    assert_eq!(config.settings.press.as_deref(), Some(program.as_path()));
    assert!(config.lines().iter().any(|line| line.starts_with("press ") && line.ends_with(crate::press::PROGRAM)));
    assert_eq!(read(&[("DUENOTICE_PRESS", "none")]).unwrap().settings.press, None);
}
