//! HiGHS as the yardstick for several incidents at once: the model of
//! `src-tauri/docs/assign-problem.md`, written down anew and solved by another program.
//!
//! The solver is the Python wheel `highspy`. It is asked for in the interpreter that
//! `DUTYROOM_ORACLE_PYTHON` names, else in `python3`; where neither has it the rows are missing and
//! a line says so. `DUTYROOM_ORACLE_S` is how many seconds each half of a problem may take.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use dispatch::assign::problem::Problem;

/// Seconds for each half of a problem, unless the environment says otherwise.
const LIMIT_S: u32 = 60;
/// A gap of this share counts as proven.
const PROVEN: f64 = 1e-4;
/// Reads a model, solves it, and says what was found and what no answer can be better than.
const SCRIPT: &str = "\
import sys, highspy
h = highspy.Highs()
h.setOptionValue('output_flag', False)
h.setOptionValue('threads', 1)
h.setOptionValue('mip_rel_gap', 1e-5)
h.setOptionValue('time_limit', float(sys.argv[2]))
h.readModel(sys.argv[1])
h.run()
i = h.getInfo()
print(i.objective_function_value, i.mip_dual_bound)
";

/// What another program found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proof {
    /// The best answer that it found.
    pub(super) best: f64,
    /// No answer is better than this.
    pub(super) bound: f64,
}

impl Proof {
    /// Whether the best is proven to be the best.
    pub(super) fn is_proven(self) -> bool {
        self.best - self.bound <= PROVEN * self.best.abs().max(1.0)
    }
}

/// The solver.
pub(super) struct Oracle {
    python: OsString,
    limit_s: u32,
}

impl Oracle {
    /// The solver, where there is one.
    pub(super) fn find() -> Option<Self> {
        let named = std::env::var_os("DUTYROOM_ORACLE_PYTHON");
        let python = named.unwrap_or_else(|| "python3".into());
        let mut asked = Command::new(&python);
        asked.args(["-c", "import highspy"]);
        asked.stdout(Stdio::null()).stderr(Stdio::null());
        let limit_s = std::env::var("DUTYROOM_ORACLE_S").ok();
        let limit_s = limit_s
            .and_then(|text| text.parse().ok())
            .unwrap_or(LIMIT_S);
        let there = asked.status().is_ok_and(|status| status.success());
        there.then_some(Self { python, limit_s })
    }

    /// Solves both halves of a problem: teams and supplies share nothing but the sum.
    pub(super) fn solve(&self, problem: &Problem) -> Result<Proof> {
        let folder = tempfile::tempdir()?;
        let teams = self.run(folder.path(), &teams(problem)?)?;
        let supplies = self.run(folder.path(), &supplies(problem)?)?;
        Ok(Proof {
            best: teams.best + supplies.best,
            bound: teams.bound + supplies.bound,
        })
    }

    fn run(&self, folder: &Path, model: &str) -> Result<Proof> {
        let path = folder.join("model.lp");
        std::fs::write(&path, model)?;
        let output = Command::new(&self.python)
            .args(["-c", SCRIPT])
            .arg(&path)
            .arg(self.limit_s.to_string())
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        // The solver greets before it answers.
        let line = said.lines().last().context("the solver says nothing")?;
        let mut numbers = line.split_whitespace().map(str::parse::<f64>);
        let mut number = || -> Result<f64> {
            let number = numbers.next().context("two numbers are wanted")??;
            ensure!(number.is_finite(), "the solver found no answer: {line}");
            Ok(number)
        };
        Ok(Proof {
            best: number()?,
            bound: number()?,
        })
    }
}

/// A model in the text format that solvers share.
#[derive(Default)]
struct Model {
    goal: String,
    rows: String,
    bounds: String,
    whole: String,
    count: usize,
}

impl Model {
    /// A variable between 0 and `most` with what one of it costs; a whole one is 0 or 1.
    fn variable(&mut self, name: &str, cost: f64, most: Option<f64>, whole: bool) {
        let _infallible = writeln!(self.goal, " {cost:+} {name}");
        if whole {
            let _infallible = writeln!(self.whole, " {name}");
        } else if let Some(most) = most {
            let _infallible = writeln!(self.bounds, " 0 <= {name} <= {most}");
        }
    }

    /// A row: terms, a sign and a number.
    fn row(&mut self, terms: &[(f64, &str)], sign: &str, right: f64) {
        if terms.is_empty() {
            return;
        }
        self.count += 1;
        let _infallible = write!(self.rows, " r{}:", self.count);
        for (factor, name) in terms {
            let _infallible = writeln!(self.rows, " {factor:+} {name}");
        }
        let _infallible = writeln!(self.rows, " {sign} {right}");
    }

    fn text(&self) -> String {
        format!(
            "Minimize\n obj:\n{}Subject To\n{}Bounds\n{}Binaries\n{}End\n",
            self.goal, self.rows, self.bounds, self.whole
        )
    }
}

fn ones(names: &[String]) -> Vec<(f64, &str)> {
    names.iter().map(|name| (1.0, name.as_str())).collect()
}

/// Who goes where, what stays short, and which zones stay covered.
fn teams(problem: &Problem) -> Result<String> {
    let changes =
        |team: &dispatch::assign::problem::Unit| team.pinned.is_some() || team.current.is_some();
    ensure!(
        !problem.teams.iter().any(changes),
        "the yardstick knows no team that is pinned or under way"
    );
    let weights = problem.weights;
    let mut model = Model::default();
    let mut served: HashMap<(usize, usize), Vec<String>> = HashMap::new();
    let mut left: Vec<Vec<String>> = vec![Vec::new(); problem.stations.len()];
    let mut stands_by = vec![0_u32; problem.stations.len()];
    for (t, team) in problem.teams.iter().enumerate() {
        let mut goes = Vec::new();
        for (i, scene) in problem.incidents.iter().enumerate() {
            let Some(cost) = problem.team_travel(t, i) else {
                continue;
            };
            for (capability, _) in &scene.teams {
                if team.capabilities.contains(capability) {
                    let name = format!("s_{t}_{i}_{capability}");
                    model.variable(&name, cost, None, true);
                    served
                        .entry((i, *capability))
                        .or_default()
                        .push(name.clone());
                    goes.push(name);
                }
            }
        }
        model.row(&ones(&goes), "<=", 1.0);
        if let Some(station) = team.station {
            stands_by[station] += 1;
            left[station].extend(goes);
        }
    }
    for (i, scene) in problem.incidents.iter().enumerate() {
        for (capability, needed) in &scene.teams {
            let name = format!("u_{i}_{capability}");
            let cost = weights.team_short * scene.severity;
            model.variable(&name, cost, Some(f64::from(*needed)), false);
            let mut all = served.remove(&(i, *capability)).unwrap_or_default();
            all.push(name);
            model.row(&ones(&all), "=", f64::from(*needed));
        }
    }
    for (station, goes) in left.iter().enumerate() {
        let name = format!("keep_{station}");
        model.variable(&name, 0.0, None, true);
        let mut terms = ones(goes);
        terms.push((1.0, &name));
        model.row(&terms, "<=", f64::from(stands_by[station]));
    }
    for (number, zone) in problem.zones.iter().enumerate() {
        let name = format!("z_{number}");
        model.variable(&name, -weights.coverage * zone.weight, Some(1.0), false);
        let keeps: Vec<String> = zone.stations.iter().map(|s| format!("keep_{s}")).collect();
        let mut terms: Vec<(f64, &str)> = keeps.iter().map(|k| (-1.0, k.as_str())).collect();
        terms.push((1.0, &name));
        model.row(&terms, "<=", 0.0);
    }
    Ok(model.text())
}

/// Which depot sends what, in which convoys. With the convoys fixed it is a transport of whole
/// numbers, so that the pieces need not be asked to be whole.
fn supplies(problem: &Problem) -> Result<String> {
    ensure!(
        problem.convoy_capacity.is_none(),
        "the yardstick knows no convoy that can be full"
    );
    let weights = problem.weights;
    let mut model = Model::default();
    let mut brought: HashMap<(usize, usize), Vec<String>> = HashMap::new();
    for (d, depot) in problem.depots.iter().enumerate() {
        let mut taken: HashMap<usize, Vec<String>> = HashMap::new();
        for (i, scene) in problem.incidents.iter().enumerate() {
            let Some(eta_s) = depot.eta_s[i] else {
                continue;
            };
            let minutes = f64::from(eta_s) / 60.0;
            let convoy = format!("use_{d}_{i}");
            let mut sends = false;
            for (supply, needed) in &scene.supplies {
                let most = depot.stock[*supply].min(*needed);
                if most == 0 {
                    continue;
                }
                sends = true;
                let name = format!("f_{d}_{i}_{supply}");
                let cost = weights.supply_travel * scene.severity * minutes;
                model.variable(&name, cost, Some(f64::from(most)), false);
                model.row(&[(1.0, &name), (-f64::from(most), &convoy)], "<=", 0.0);
                brought.entry((i, *supply)).or_default().push(name.clone());
                taken.entry(*supply).or_default().push(name);
            }
            if sends {
                model.variable(&convoy, weights.convoy, None, true);
            }
        }
        for (supply, names) in taken {
            model.row(&ones(&names), "<=", f64::from(depot.stock[supply]));
        }
    }
    for (i, scene) in problem.incidents.iter().enumerate() {
        for (supply, needed) in &scene.supplies {
            let name = format!("v_{i}_{supply}");
            let cost = weights.supply_short * scene.severity;
            model.variable(&name, cost, Some(f64::from(*needed)), false);
            let mut all = brought.remove(&(i, *supply)).unwrap_or_default();
            all.push(name);
            model.row(&ones(&all), "=", f64::from(*needed));
        }
    }
    Ok(model.text())
}
