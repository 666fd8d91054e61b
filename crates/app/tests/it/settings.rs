//! Settings: the example file is the defaults; layers win in order; nothing unknown passes.

use app::settings::{Flag, Layers, Settings};

const EXAMPLE: &str = include_str!("../../../../etc/khien.toml");

fn file(text: &str) -> Layers {
    Layers { file: Some(("khien.toml".to_owned(), text.to_owned())), ..Layers::default() }
}

fn variable(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn the_example_names_every_key_with_its_default() {
    assert_eq!(file(EXAMPLE).settings().unwrap(), Settings::default());
    let example: toml::Table = EXAMPLE.parse().unwrap();
    assert_eq!(example, toml::Table::try_from(Settings::default()).unwrap());
}

#[test]
fn environment_wins_over_the_file_and_flags_over_both() {
    let mut layers =
        file("[server]\nlisten = \"127.0.0.1:1\"\nstop_grace_s = 1\n[limits]\nuploads_max = 1\n");
    layers.variables =
        vec![variable("KHIEN_SERVER_LISTEN", "127.0.0.1:2"), variable("KHIEN_LIMITS_UPLOADS_MAX", "2")];
    layers.flags =
        vec![Flag { flag: "listen", section: "server", key: "listen", value: "127.0.0.1:3".to_owned() }];
    let settings = layers.settings().unwrap();
    assert_eq!(settings.server.listen.port(), 3);
    assert_eq!((settings.server.stop_grace_s, settings.limits.uploads_max), (1, 2));
}

#[test]
fn variables_of_others_are_left_alone() {
    let variables =
        vec![variable("KHIEN_TEST_POSTGRES", "x"), variable("KHIEN_SETTINGS", "y"), variable("PATH", "z")];
    let layers = Layers { variables, ..Layers::default() };
    assert_eq!(layers.settings().unwrap(), Settings::default());
}

#[test]
fn what_does_not_fit_is_refused_with_its_place() {
    let refused = |layers: Layers| layers.settings().unwrap_err().to_string();
    let of_file = |text: &str| refused(file(text));
    let of_variable = |name: &str, value: &str| {
        refused(Layers { variables: vec![variable(name, value)], ..Layers::default() })
    };
    for (found, wanted) in [
        (of_file("[server]\nlisen = \"127.0.0.1:1\"\n"), "unknown field `lisen`"),
        (of_file("[server]\n\nlisten = 5\n"), "line 3"),
        (of_file("[sever]\n"), "unknown field `sever`"),
        (of_file("server = \n"), "khien.toml"),
        (of_file("server = 5\n"), "khien.toml"),
        (of_variable("KHIEN_SERVER_LISEN", "x"), "KHIEN_SERVER_LISEN`: there is no setting `server.lisen`"),
        (of_variable("KHIEN_LIMITS_UPLOADS_MAX", "many"), "`many` is not a whole number"),
        (of_variable("KHIEN_LIMITS_UPLOADS_MAX", "-1"), "KHIEN_LIMITS_UPLOADS_MAX"),
        (of_variable("KHIEN_SERVER_BEHIND_TLS", "yes"), "neither true nor false"),
        (of_variable("KHIEN_LOG_FORMAT", "xml"), "unknown variant `xml`"),
    ] {
        assert!(found.contains(wanted), "{found} does not say {wanted}");
    }
}
