//! The attribute stands wherever a function may: in a body, in a block of a body, in nested
//! modules, beside a type of its own name's spelling, under `cfg`.

#[jvp::derive_jvp]
fn without_a_prelude(x: f64) -> f64 {
    x * x
}

pub mod outer {
    use jvp::prelude::*;

    #[derive_jvp]
    pub(crate) fn scale(x: f64, k: f64) -> f64 {
        x * k
    }

    pub mod inner {
        use super::scale;
        use jvp::prelude::*;

        #[derive_jvp]
        pub(in crate::places::outer) fn twice(x: f64) -> f64 {
            scale(x, 2.0)
        }

        #[derive_jvp]
        pub(super) fn by_path(x: f64) -> f64 {
            super::scale(x, x) + self::twice(x) + crate::places::without_a_prelude(x)
        }
    }

    #[derive_jvp]
    pub fn all(x: f64) -> f64 {
        inner::by_path(x)
    }
}

pub mod reexported {
    pub use super::outer::all;
}

#[cfg(any())]
#[jvp::derive_jvp]
fn not_compiled(x: f64) -> f64 {
    there_is_no_such_function(x)
}

#[jvp::derive_jvp]
#[cfg(any())]
fn not_compiled_either(x: f64) -> f64 {
    there_is_no_such_function(x)
}

/// A module of the function's name.
mod spring {
    use jvp::prelude::*;

    #[derive_jvp]
    pub fn spring(x: f64) -> f64 {
        0.5 * x * x
    }
}

pub(crate) fn main() {
    use jvp::prelude::*;

    #[derive_jvp]
    fn in_a_body(x: f64) -> f64 {
        reexported::all(x) + spring::spring(x)
    }
    {
        #[derive_jvp]
        fn in_a_block(x: f64) -> f64 {
            in_a_body(x) * x
        }
        let (value, tangent) = jvp_in_a_block(1.0, 1.0);
        assert_eq!(value, in_a_block(1.0));
        assert_eq!(tangent, 4.5 + 7.0);
    }
    let closure = || {
        #[derive_jvp]
        fn in_a_closure(x: f64) -> f64 {
            x.cos()
        }
        (in_a_closure(0.0), jvp_in_a_closure(0.0, 1.0).1)
    };
    assert_eq!(closure(), (1.0, 0.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[jvp::derive_jvp]
    fn in_a_test(x: f64) -> f64 {
        without_a_prelude(x)
    }

    #[test]
    fn agrees() {
        assert_eq!(jvp_in_a_test(3.0, 1.0), (in_a_test(3.0), 6.0));
    }
}
