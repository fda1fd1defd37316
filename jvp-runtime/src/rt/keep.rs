//! What stays of a list, where the values decide and the tangents follow.

/// Which elements `Vec::retain` keeps, in its order.
pub fn kept<T>(list: &[T], keep: impl FnMut(&T) -> bool) -> Vec<bool> {
    list.iter().map(keep).collect()
}

/// Which elements `Vec::dedup` keeps: the first of each run of equal ones.
pub fn kept_of_runs<T: PartialEq>(list: &[T]) -> Vec<bool> {
    kept_of_runs_by(list, |a, b| a == b)
}

/// Which elements `Vec::dedup_by_key` keeps.
pub fn kept_of_runs_by_key<T, K: PartialEq>(list: &[T], mut key: impl FnMut(&T) -> K) -> Vec<bool> {
    kept_of_runs_by(list, |a, b| key(a) == key(b))
}

/// Which elements `Vec::dedup_by` keeps: those that are not the same as the last that was kept, with which
/// they are compared in `std`'s order.
pub fn kept_of_runs_by<T>(list: &[T], mut same: impl FnMut(&T, &T) -> bool) -> Vec<bool> {
    let mut last: Option<&T> = None;
    let first = |x| {
        let first = last.is_none_or(|last| !same(x, last));
        if first {
            last = Some(x);
        }
        first
    };
    list.iter().map(first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_std_does() {
        for list in [
            vec![],
            vec![1.0],
            vec![0.5, 1.5, 2.5, 3.5, 4.5],
            vec![1.0, 1.0, 2.0, 1.0, 1.0, f64::NAN, f64::NAN, 0.0, -0.0, 3.0],
        ] {
            let chosen = |kept: Vec<bool>| {
                let stays = list.iter().zip(kept).filter(|(_, stays)| *stays);
                stays.map(|(x, _)| x.to_string()).collect::<Vec<_>>()
            };
            let texts = |list: Vec<f64>| list.iter().map(f64::to_string).collect::<Vec<_>>();
            let mut own = list.clone();
            own.dedup();
            assert_eq!(texts(own), chosen(kept_of_runs(&list)));
            let mut own = list.clone();
            own.retain(|x| *x > 0.5);
            assert_eq!(texts(own), chosen(kept(&list, |x| *x > 0.5)));
            // The same as the last that was kept, and not as the one before.
            let mut own = list.clone();
            own.dedup_by(|a, b| *a - *b <= 1.5);
            let kept = kept_of_runs_by(&list, |a, b| *a - *b <= 1.5);
            assert_eq!(texts(own), chosen(kept));
            let mut own = list.clone();
            own.dedup_by_key(|a| *a as i64 / 2);
            let kept = kept_of_runs_by_key(&list, |a| *a as i64 / 2);
            assert_eq!(texts(own), chosen(kept));
        }
    }
}
