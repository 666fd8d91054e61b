//! By which index either database reads what one officer works on: asked of the planners, at a size that matters.

use desk::Role;
use model::OfficerId;
use sqlx::{Connection as _, Row as _};
use store::Engine;
use testkit::{TestDatabase, for_each_database};

use crate::fixture::officer;

/// Reports, of which one in fifty is in somebody's hands, one in two hundred in those of one officer.
const REPORTS: u32 = 20_000;

async fn fill(connection: &mut sqlx::AnyConnection, officers: &[OfficerId; 4]) {
    let [a, b, c, d] = officers;
    let sql = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {REPORTS})
         INSERT INTO reports (id, submission, tracking_code, channel, state, is_open, place_in_queue, urgency,
            received_at, updated_at, text, place, method_by_officer, verdict, assessment, indicator_first,
            indicator_count, assigned_to, version)
         SELECT 'r' || i, 's' || i, 'c' || i, 'web', CASE i % 3 WHEN 0 THEN 'resolved' ELSE 'in-progress' END,
            CASE i % 3 WHEN 0 THEN 0 ELSE 1 END, i, 0, i, i, 'x', '', 0, 'suspicious', '{{}}', '', 0,
            CASE i % 200 WHEN 0 THEN '{a}' WHEN 50 THEN '{b}' WHEN 100 THEN '{c}' WHEN 150 THEN '{d}' END, 1
         FROM n"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await.unwrap();
    let sql = format!(
        "INSERT INTO sources (report_id, year, number, kind, recorded_at, recorded_by, due, clock, next_due_at)
         SELECT id, 2026, place_in_queue, 'denunciation', 1, '{a}', '[]', '', place_in_queue FROM reports
         WHERE is_open = 1"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await.unwrap();
    sqlx::query("ANALYZE").execute(connection).await.unwrap();
}

/// What the store asks about the work of one officer, by file.
fn questions(officer: OfficerId) -> [String; 4] {
    [
        // roster/end.rs: how much each has in hand.
        format!("SELECT COUNT(*) FROM reports WHERE assigned_to = '{officer}' AND is_open = 1"),
        // roster/end.rs: what is passed on, in the order of the queue.
        format!(
            "SELECT id, unit_id FROM reports WHERE assigned_to = '{officer}' AND is_open = 1
             ORDER BY place_in_queue, id"
        ),
        // report/queue.rs: the page of one officer.
        format!(
            "SELECT id, text FROM reports WHERE (place_in_queue, id) > (-1, '') AND is_open = 1
                AND assigned_to = '{officer}' AND spam_of IS NULL ORDER BY place_in_queue, id LIMIT 51"
        ),
        // calendar.rs: deadlines of what an officer works on.
        format!(
            "SELECT reports.id, next_due_at FROM sources JOIN reports ON reports.id = sources.report_id
             WHERE assigned_to = '{officer}' AND is_open = 1 AND next_due_at IS NOT NULL"
        ),
    ]
}

async fn plan(connection: &mut sqlx::AnyConnection, engine: Engine, question: &str) -> String {
    let (explain, column) = match engine {
        Engine::Sqlite => ("EXPLAIN QUERY PLAN", 3),
        Engine::Postgres => ("EXPLAIN", 0),
    };
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{explain} {question}"))).fetch_all(connection).await;
    let lines = rows.unwrap().iter().map(|row| row.get::<String, _>(column)).collect::<Vec<_>>();
    lines.join("\n")
}

#[tokio::test]
async fn the_work_of_one_officer_is_read_by_one_index() {
    for_each_database(async |database: &TestDatabase| {
        let store = &database.store;
        let mut officers = Vec::new();
        for name in ["lan", "minh", "tuan", "hoa"] {
            officers.push(officer(store, name, &[Role::DutyOfficer]).await);
        }
        let officers: [OfficerId; 4] = officers.try_into().unwrap();
        let url = &database.settings.database_url;
        let mut connection = sqlx::AnyConnection::connect(url).await.unwrap();
        fill(&mut connection, &officers).await;
        for question in questions(officers[0]) {
            let plan = plan(&mut connection, database.engine(), &question).await;
            eprintln!("{:?}: {question}\n{plan}", database.engine());
            assert!(plan.contains("reports_queue_officer"), "{question}\n{plan}");
        }
        connection.close().await.unwrap();
    })
    .await;
}

/// What the store asks, and the index that must answer it: report/read.rs, when a report is opened (twice);
/// report/spam.rs, on each page of the queue; roster/unowned.rs.
const QUESTIONS: &[(&str, &str)] = &[
    (
        "SELECT position FROM audit_lines WHERE target = 'a' AND what || '' = 'b' AND who || '' = 'c' AND at > 1 LIMIT 1",
        "audit_lines_by_target",
    ),
    (
        "SELECT who, MAX(at) AS at FROM audit_lines WHERE target = 'a' AND what || '' = 'b' AND at > 1
         GROUP BY who ORDER BY MAX(at) DESC",
        "audit_lines_by_target",
    ),
    ("SELECT id FROM reports WHERE spam_of IS NOT NULL AND is_open + 0 = 1 LIMIT 9", "reports_folded_away"),
    (
        "SELECT id, text FROM reports WHERE state = 'in-progress' AND is_open + 0 = 1 AND assigned_to IS NULL
         ORDER BY place_in_queue, id LIMIT 9",
        "reports_queue_state",
    ),
];

#[tokio::test]
async fn few_rows_are_found_among_many_without_statistics() {
    // Nobody analyses a SQLite file; PostgreSQL does so by itself.
    let database = TestDatabase::sqlite().await;
    let mut connection = sqlx::AnyConnection::connect(&database.settings.database_url).await.unwrap();
    for (question, index) in QUESTIONS {
        let plan = plan(&mut connection, Engine::Sqlite, question).await;
        assert!(plan.contains(index), "{question}\n{plan}");
    }
    connection.close().await.unwrap();
}
