//! What is written for a struct and for an enum, as text, compiled here. A test of the macro
//! compares it with what is written today; here it does what the derived type does.

mod dense {
    //! For `pub struct Dense { w, pub b, #[jvp(skip)] activation, units }`.

    use ndarray::{Array1, Array2};

    pub struct Activation;

    pub struct Dense {
        pub w: Array2<f64>,
        pub b: Array1<f64>,
        pub activation: Activation,
        pub units: usize,
    }

    include!("expanded/dense.rs");
}

mod shape {
    //! For `pub enum Shape { Circle(f64, usize), Square { side: f64 }, Point }`.

    pub enum Shape {
        Circle(f64, usize),
        Square { side: f64 },
        Point,
    }

    include!("expanded/shape.rs");
}

#[test]
fn the_text_is_what_runs() {
    let dense = dense::Dense {
        w: ndarray::array![[1.0, 2.0]],
        b: ndarray::array![3.0],
        activation: dense::Activation,
        units: 1,
    };
    crate::laws::check(&dense, 3);
    let _ = (dense.activation, dense.units);
    crate::laws::check(&shape::Shape::Circle(1.0, 2), 1);
    crate::laws::check(&shape::Shape::Square { side: 1.0 }, 1);
    crate::laws::check(&shape::Shape::Point, 0);
}
