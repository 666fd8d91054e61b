//! `khien check --jsonl`: each line of input is answered on one line of output, in order, as it comes.

use std::io::{BufRead, BufReader, Read, Write};

use detect::Submission;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AssessmentView, Checker, write_json};
use crate::Outcome;

/// Bytes of one line; a longer one is answered with an error and skipped.
const LINE_BYTES_MAX: usize = 4 << 20;

/// One line of input. Other keys are left alone: the line may carry what its owner needs.
#[derive(Deserialize)]
struct Line {
    text: String,
    #[serde(default)]
    sender: Option<String>,
    #[serde(default)]
    channel: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    #[serde(flatten)]
    body: Body,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Body {
    Error {
        /// Line of the input, from 1.
        line: u64,
        /// Stable code, kebab-case.
        code: &'static str,
        /// The sentence.
        message: String,
    },
    #[serde(untagged)]
    Assessment(AssessmentView),
}

/// Answers until the input ends.
///
/// # Errors
/// When input or output fails; a bad line is answered, and makes the outcome partial.
pub(super) fn answer(
    checker: &Checker<'_>,
    input: impl Read,
    mut out: impl Write,
) -> anyhow::Result<Outcome> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut outcome = Outcome::Done;
    let mut number = 0;
    while let Some(line) = read_line(&mut input)? {
        number += 1;
        let answer = answer_line(checker, number, line);
        if matches!(answer.body, Body::Error { .. }) {
            outcome = Outcome::InPart;
        }
        write_json(&answer, &mut out)?;
        // Whoever waits for this answer before sending the next line must get it now.
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(outcome)
}

/// The next line without its end; `Some(None)` for one that is too long, `None` at the end of the input.
fn read_line(input: &mut impl BufRead) -> std::io::Result<Option<Option<Vec<u8>>>> {
    let mut line = Vec::new();
    let read = input.by_ref().take(LINE_BYTES_MAX as u64 + 1).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some(Some(line)));
    }
    if line.len() <= LINE_BYTES_MAX {
        return Ok(Some(Some(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(None))
}

fn answer_line(checker: &Checker<'_>, number: u64, line: Option<Vec<u8>>) -> Answer {
    let refuse = |id, code, detail: &str| {
        let message = checker.words.say_with(&format!("cli-line-{code}"), "detail", detail).into_owned();
        Answer { id, body: Body::Error { line: number, code, message } }
    };
    let Some(line) = line else { return refuse(None, "too-long", "") };
    let text = match std::str::from_utf8(&line) {
        Ok(text) => text,
        Err(error) => return refuse(None, "broken-utf8", &error.valid_up_to().to_string()),
    };
    let mut value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return refuse(None, "not-json", &error.to_string()),
    };
    let id = value.get_mut("id").map(Value::take);
    match Line::deserialize(value) {
        Err(error) => refuse(id, "wrong-shape", &error.to_string()),
        Ok(line) => {
            let submission = Submission {
                text: &line.text,
                sender: line.sender.as_deref(),
                channel: line.channel.as_deref(),
            };
            let assessment = checker.assess(&submission);
            Answer { id, body: Body::Assessment(checker.view(&assessment)) }
        }
    }
}
