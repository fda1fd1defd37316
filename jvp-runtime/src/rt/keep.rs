//! What stays of a list, where the values decide and the tangents follow.

/// Which elements `Vec::retain` keeps, in its order.
pub fn kept<T>(list: &[T], keep: impl FnMut(&T) -> bool) -> Vec<bool> {
    list.iter().map(keep).collect()
}

/// Which elements `Vec::dedup` keeps: the first of each run of equal ones.
pub fn kept_of_runs<T: PartialEq>(list: &[T]) -> Vec<bool> {
    let mut last: Option<&T> = None;
    let first = |x| {
        let first = last != Some(x);
        last = Some(x);
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
        }
    }
}
