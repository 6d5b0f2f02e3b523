//! The papers of the house say what is true: every test that ARCHITECTURE.md and docs/security.md name exists.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    fn sources(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push_str(&fs::read_to_string(&path).unwrap_or_default());
            }
        }
    }

    fn code(root: &Path) -> String {
        let mut code = String::new();
        for folder in ["docket", "app", "server", "verifier", "press", "xtask"] {
            sources(&root.join(folder), &mut code);
        }
        code
    }

    #[test]
    fn every_test_that_guards_the_desk_exists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let paper = fs::read_to_string(root.join("docs/security.md")).expect("docs/security.md is there");
        let code = code(&root);
        let mut many = 0;
        // The last column of each table names the tests.
        for row in paper.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---")) {
            let tests = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
            for name in tests.split('`').skip(1).step_by(2).filter(|name| name.contains('_')) {
                many += 1;
                assert!(code.contains(&format!("fn {name}(")), "no test is called {name}");
            }
        }
        assert!(many > 60, "the tables name only {many} tests");
    }

    #[test]
    fn every_test_that_guards_an_invariant_exists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let paper = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
        let table = paper.split("## What must never break").nth(1).and_then(|rest| rest.split("\n## ").next());
        let table = table.expect("the table of invariants is there");
        let code = code(&root);
        let names: Vec<&str> = table.split('`').skip(1).step_by(2).collect();
        assert!(names.len() > 20, "the table names only {} tests", names.len());
        for name in names {
            assert!(code.contains(&format!("fn {name}(")), "no test is called {name}");
        }
    }
}
