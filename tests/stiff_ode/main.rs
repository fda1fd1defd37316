//! The parts of `examples/stiff_ode`, tested with coarser tolerances: products, states and
//! sensitivities against what is known without them, and the command line.

#[path = "../../examples/stiff_ode/compare.rs"]
mod compare;
#[path = "../../examples/stiff_ode/cvodes.rs"]
mod cvodes;
#[path = "../../examples/shared/drawing.rs"]
mod drawing;
#[path = "../../examples/stiff_ode/figure.rs"]
mod figure;
#[path = "../../examples/stiff_ode/options.rs"]
mod options;
#[path = "../../examples/stiff_ode/report.rs"]
mod report;
#[path = "../../examples/stiff_ode/solve.rs"]
mod solve;
#[path = "../../examples/stiff_ode/systems.rs"]
mod systems;

mod command_line;
mod solutions;
