//! Lists as arrays: conversions, and parts of a length that the type has.

use jvp::prelude::*;

#[derive_jvp]
fn volume([a, b, c]: [f64; 3]) -> f64 {
    a * b + c.exp()
}

// A slice becomes an array, owned and lent, by method and by path; a `Vec` becomes one.
#[derive_jvp(wrt(x), wrt(y) as converted_y)]
fn converted(x: &[f64], y: f64) -> f64 {
    let whole: [f64; 3] = x.try_into().unwrap();
    let lent: &[f64; 3] = x.try_into().unwrap();
    let two = <[f64; 2]>::try_from(&x[1..]).expect("two");
    let Ok(three) = <[f64; 3]>::try_from(x) else {
        return 0.0;
    };
    let scaled: Vec<f64> = x.iter().map(|v| v * y).collect();
    let owned: [f64; 3] = scaled.try_into().unwrap();
    let none = <&[f64; 2]>::try_from(x).map_or(y, |v| v[0]);
    volume(x.try_into().unwrap()) * whole[0] + lent[1] * two[1] - three[2] * owned[0] * none
}

check! {
    lists_become_arrays, (x dx: 3, y dy) in -1.5..1.5;
    primal converted(&x, y);
    oracle (x[0] * x[1] + x[2].exp()) * x[0] + x[1] * x[2] - x[2] * x[0] * y * y;
    [x] jvp_converted(&x, &dx, y);
    [y] jvp_converted_y(&x, y, dy);
}

#[derive_jvp]
fn checked(x: &[f64]) -> Result<f64, std::array::TryFromSliceError> {
    let [a, b]: [f64; 2] = x.try_into()?;
    Ok(a * b)
}

#[test]
fn another_length_is_an_error() {
    assert_eq!(jvp_checked(&[2.0, 3.0], &[1.0, 0.0]).ok(), Some((6.0, 3.0)));
    assert!(jvp_checked(&[2.0], &[1.0]).is_err() && checked(&[2.0]).is_err());
}

// Chunks of a length in the type, of the front and of the end, read and written.
#[derive_jvp(wrt(x), wrt(y) as chunked_y)]
fn chunked(x: &[f64], y: f64) -> f64 {
    let (pairs, rest) = x.as_chunks::<2>();
    let mut s = 1.0;
    for [a, b] in pairs {
        s += a * b * s;
    }
    s += rest[0] * y;
    let (before, last) = x.as_rchunks::<4>();
    s += before[0] * last[0][3];
    let ([first], tail) = x.split_first_chunk().unwrap();
    let (head, [end, over]) = x.split_last_chunk::<2>().unwrap();
    s *= first * tail[0] + head[2] * end - over;
    let Some([p, q]) = x.first_chunk() else {
        return y;
    };
    let none = x.last_chunk::<9>().map_or(y, |v| v[0]);
    let steps: f64 = x.array_windows::<2>().map(|[a, b]| (b - a) * a).sum();
    let mut copy = x.to_vec();
    if let Some(c) = copy.first_chunk_mut::<2>() {
        c[1] *= c[0] + y;
    }
    for c in copy.as_chunks_mut::<2>().0 {
        c[0] -= c[1];
    }
    s * p - q * none + steps * copy[0] + copy[2] * copy[1]
}

check! {
    chunks_of_a_length_in_the_type, (x dx: 5, y dy) in -1.5..1.5;
    primal chunked(&x, y);
    oracle {
        let s = x[0] * x[1] + 1.0;
        let s = s + x[2] * x[3] * s + x[4] * y + x[0] * x[4];
        let s = s * (x[0] * x[1] + x[2] * x[3] - x[4]);
        let steps = (0..4).map(|i| (x[i + 1] - x[i]) * x[i]).fold(Dual::from(0.0), |a, b| a + b);
        let second = x[1] * (x[0] + y);
        s * x[0] - x[1] * y + steps * (x[0] - second) + (x[2] - x[3]) * second
    };
    [x] jvp_chunked(&x, &dx, y);
    [y] jvp_chunked_y(&x, y, dy);
}
