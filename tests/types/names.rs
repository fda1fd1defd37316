//! Names and places: raw identifiers, visibility, names that generated code might want, local types,
//! types that a macro writes.

use jvp::prelude::*;

use crate::laws::check;

#[derive(Differentiable)]
struct Raw {
    r#type: f64,
    r#move: f64,
    r#in: usize,
}

#[test]
fn raw_identifiers_stay_raw() {
    let raw = Raw {
        r#type: 1.0,
        r#move: 2.0,
        r#in: 3,
    };
    check(&raw, 2);
    let mut tangent = raw
        .jvp_tangent()
        .jvp_set_type(4.0)
        .jvp_set_in(())
        .jvp_done();
    let jvp::rt::Skipped = tangent.r#in;
    tangent.r#in = jvp::rt::Skipped;
    assert_eq!((tangent.r#type, tangent.r#move), (4.0, 0.0));
    assert_eq!(
        format!("{tangent:?}"),
        "RawTangent { type: 4.0, move: 0.0 }"
    );
    assert_eq!(raw.r#in, 3);
}

pub mod private {
    //! Fields of several visibilities.

    use jvp::prelude::*;

    #[derive(Differentiable)]
    pub struct Mixed {
        pub open: f64,
        pub(crate) near: f64,
        hidden: Hidden,
        pub(super) count: usize,
        secret: usize,
    }

    #[derive(Differentiable)]
    struct Hidden {
        x: f64,
    }

    impl Mixed {
        pub fn new() -> Self {
            Mixed {
                open: 1.0,
                near: 2.0,
                hidden: Hidden { x: 3.0 },
                count: 4,
                secret: 5,
            }
        }

        pub fn tangent(&self) -> MixedTangent {
            assert_eq!((self.hidden.x, self.count, self.secret), (3.0, 4, 5));
            let hidden = HiddenTangent { x: 7.0 };
            let builder = self.jvp_tangent().jvp_set_open(5.0).jvp_set_hidden(hidden);
            builder.jvp_set_count(()).jvp_set_secret(()).jvp_done()
        }
    }

    pub fn hidden(tangent: &MixedTangent) -> f64 {
        let jvp::rt::Skipped = tangent.secret;
        tangent.hidden.x
    }
}

#[test]
fn fields_are_as_visible_as_those_of_the_type() {
    let mixed = private::Mixed::new();
    check(&mixed, 3);
    let tangent = mixed.tangent();
    let jvp::rt::Skipped = tangent.count;
    assert_eq!((tangent.open, tangent.near), (5.0, 0.0));
    assert_eq!(private::hidden(&tangent), 7.0);
    assert_eq!((mixed.open, mixed.near), (1.0, 2.0));
}

#[derive(Differentiable)]
struct Clashing {
    jvp_value: f64,
    flat: f64,
    other: f64,
    factor: f64,
    tangent: f64,
    base: f64,
    f: f64,
    done: f64,
    rest: f64,
    of: usize,
    one: usize,
}

#[test]
fn fields_may_have_any_name() {
    let value = Clashing {
        jvp_value: 1.0,
        flat: 2.0,
        other: 3.0,
        factor: 4.0,
        tangent: 5.0,
        base: 6.0,
        f: 7.0,
        done: 8.0,
        rest: 9.0,
        of: 10,
        one: 11,
    };
    check(&value, 9);
    let tangent = value
        .jvp_tangent()
        .jvp_set_done(1.0)
        .jvp_set_rest(2.0)
        .jvp_set_of(())
        .jvp_done();
    assert_eq!((tangent.done, tangent.rest, tangent.base), (1.0, 2.0, 0.0));
    assert_eq!((value.of, value.one), (10, 11));
}

#[derive(Differentiable)]
struct DenseLiteral {
    /// Has the name that the builder would have.
    inner: Option<Box<DenseConstants>>,
    own: Option<Box<Self>>,
}

#[derive(Differentiable)]
struct DenseConstants {
    x: f64,
    n: usize,
}

#[test]
fn hidden_names_hide_none_of_the_users() {
    let constants = DenseConstants { x: 1.0, n: 2 };
    let value = DenseLiteral {
        inner: Some(Box::new(constants)),
        own: Some(Box::new(DenseLiteral {
            inner: None,
            own: None,
        })),
    };
    check(&value, 1);
    assert_eq!(value.inner.map(|c| c.n), Some(2));
    assert!(value.own.is_some());
}

#[test]
fn a_type_may_be_local() {
    #[derive(Differentiable)]
    struct Local {
        x: f64,
        n: usize,
    }
    let local = Local { x: 1.0, n: 2 };
    check(&local, 1);
    assert_eq!(LocalTangent { x: 0.0 }, local.zero_tangent());
    assert_eq!(local.n, 2);
}

macro_rules! parameters {
    ($vis:vis $name:ident { $($field:ident: $ty:ty,)* }) => {
        #[derive(Differentiable)]
        $vis struct $name { $($vis $field: $ty,)* }
    };
}

parameters!(pub(crate) Written { x: f64, name: String, list: Vec<f64>, n: usize, });

#[test]
fn a_macro_may_write_the_type() {
    let written = Written {
        x: 1.0,
        name: String::new(),
        list: vec![2.0],
        n: 1,
    };
    check(&written, 2);
    let WrittenTangent { x, list } = written.zero_tangent();
    assert_eq!((x, list, written.n), (0.0, vec![0.0], 1));
}
