//! How `self` comes: by value, by reference, mutably, boxed, out of containers; results that borrow.

use crate::oracle::{Dual64, DualNum, agree, dual};
use jvp::prelude::*;

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Particle {
    x: [f64; 2],
    v: [f64; 2],
    mass: f64,
}

impl Particle {
    #[derive_jvp]
    fn kick(&mut self, f: f64, h: f64) {
        for i in 0..2 {
            self.v[i] += f * h / self.mass;
        }
        self.x[0] += self.v[0] * h;
        self.x[1] += self.v[1] * h;
    }

    #[derive_jvp]
    fn speed(&self) -> f64 {
        self.v[0].hypot(self.v[1])
    }

    #[derive_jvp]
    fn heaviest<'a>(&'a self, other: &'a Particle) -> &'a Particle {
        if self.mass > other.mass { self } else { other }
    }

    #[derive_jvp]
    fn position(&self) -> &[f64; 2] {
        &self.x
    }

    #[derive_jvp]
    fn velocity_mut(&mut self) -> &mut [f64; 2] {
        &mut self.v
    }

    #[derive_jvp]
    fn merged(self, other: Particle) -> Particle {
        let mass = self.mass + other.mass;
        let v = [
            (self.v[0] * self.mass + other.v[0] * other.mass) / mass,
            (self.v[1] * self.mass + other.v[1] * other.mass) / mass,
        ];
        Particle { v, mass, ..self }
    }

    #[derive_jvp]
    fn checked(&self, limit: f64) -> Result<f64, String> {
        let s = self.speed();
        if s > limit {
            return Err(format!("too fast: {s}"));
        }
        Ok(s / limit)
    }

    #[derive_jvp]
    fn first_above(&self, y: f64) -> Option<f64> {
        self.x.iter().find(|x| **x > y).map(|x| x * y)
    }
}

#[derive(Clone, Debug, Differentiable)]
struct World {
    particles: Vec<Particle>,
    favourite: Box<Particle>,
    spare: Option<Particle>,
    pair: (Particle, f64),
}

impl World {
    #[derive_jvp]
    fn step(&mut self, f: f64, h: f64) {
        for p in &mut self.particles {
            p.kick(f, h);
        }
        for p in self.particles.iter_mut() {
            p.kick(0.5 * f, h);
        }
        self.particles[0].kick(f, h);
        self.favourite.kick(f, 2.0 * h);
        self.pair.0.kick(self.pair.1, h);
        if let Some(p) = &mut self.spare {
            p.kick(f, h);
        }
    }

    #[derive_jvp]
    fn energy(&self, limit: f64) -> Result<f64, String> {
        let mut e = 0.0;
        for p in &self.particles {
            let s = p.checked(limit)?;
            e += p.mass * s * s;
        }
        let spare = self.spare.as_ref().map(|p| p.speed()).unwrap_or(0.0);
        let heavy = self.favourite.heaviest(&self.pair.0);
        let y = self.favourite.first_above(-5.0).unwrap_or(1.0);
        Ok(e + spare * heavy.mass + heavy.position()[1] * y)
    }
}

#[derive_jvp]
fn run(mass: f64, f: f64, h: f64) -> f64 {
    let one = Particle {
        x: [0.1, 0.2],
        v: [f, h],
        mass,
    };
    let mut world = World {
        particles: vec![one.clone(), one.clone()],
        favourite: Box::new(one.clone()),
        spare: Some(one.clone()),
        pair: (one, 0.3),
    };
    world.step(f, h);
    world.favourite.velocity_mut()[1] *= f;
    let merged = world.pair.0.clone().merged(world.particles[1].clone());
    world.particles.push(merged);
    world.energy(100.0).unwrap_or(0.0)
}

fn oracle(mass: num_dual::Dual64, f: num_dual::Dual64, h: num_dual::Dual64) -> num_dual::Dual64 {
    type D = num_dual::Dual64;
    let start = ([dual(0.1, 0.0), dual(0.2, 0.0)], [f, h], mass);
    let kick = |p: &mut ([D; 2], [D; 2], D), f: D, h: D| {
        for v in &mut p.1 {
            *v += f * h / p.2;
        }
        for i in 0..2 {
            p.0[i] += p.1[i] * h;
        }
    };
    let (mut a, mut b, mut fav, mut spare, mut pair) = (start, start, start, start, start);
    for p in [&mut a, &mut b] {
        kick(p, f, h);
        kick(p, f * 0.5, h);
    }
    kick(&mut a, f, h);
    kick(&mut fav, f, h * 2.0);
    kick(&mut pair, dual(0.3, 0.0), h);
    kick(&mut spare, f, h);
    fav.1[1] *= f;
    let mut merged = pair;
    merged.2 = pair.2 + b.2;
    for i in 0..2 {
        merged.1[i] = (pair.1[i] * pair.2 + b.1[i] * b.2) / merged.2;
    }
    let speed = |p: &([D; 2], [D; 2], D)| (p.1[0] * p.1[0] + p.1[1] * p.1[1]).sqrt();
    let mut e = dual(0.0, 0.0);
    for p in [&a, &b, &merged] {
        let s = speed(p) / 100.0;
        e += p.2 * s * s;
    }
    e + speed(&spare) * pair.2 + pair.0[1] * fav.0[0] * -5.0
}

#[test]
fn all_of_them() {
    for (dm, df, dh) in [
        (1.0, 0.0, 0.0),
        (0.0, 1.0, 0.0),
        (0.0, 0.0, 1.0),
        (0.3, -0.4, 0.7),
    ] {
        let out = jvp_run(1.5, dm, 0.8, df, 0.25, dh);
        agree(
            out,
            run(1.5, 0.8, 0.25),
            oracle(dual(1.5, dm), dual(0.8, df), dual(0.25, dh)),
        );
    }
}

#[test]
fn errors_stay_errors() {
    let p = Particle {
        x: [0.0; 2],
        v: [3.0, 4.0],
        mass: 1.0,
    };
    let dp = ParticleTangent {
        x: [0.0; 2],
        v: [1.0, 0.0],
        mass: 0.0,
    };
    assert_eq!(p.jvp_checked(&dp, 2.0, 0.0), Err("too fast: 5".to_string()));
    assert_eq!(p.jvp_checked(&dp, 10.0, 0.0), Ok((0.5, 0.06)));
    assert_eq!(p.jvp_first_above(&dp, 1.0, 0.0), None);
}

/// What is changed by active data and never read again.
#[derive(Clone, Debug, Default, Differentiable)]
struct Log {
    sum: f64,
    calls: usize,
}

impl Log {
    #[derive_jvp]
    fn note(&mut self, x: f64) -> f64 {
        self.sum += x;
        self.calls += 1;
        x
    }
}

#[derive_jvp]
fn logged(x: f64) -> f64 {
    let mut log = Log::default();
    log.note(x * x);
    log.note(x) * x
}

#[test]
fn written_and_not_read() {
    let oracle = dual(1.5, 0.5) * dual(1.5, 0.5);
    agree(jvp_logged(1.5, 0.5), logged(1.5), oracle);
}

/// A value that is copied out of a reference, of which a part is borrowed.
#[derive(Clone, Copy, Debug, Differentiable)]
struct Signal<'a> {
    samples: &'a [f64],
    gain: f64,
}

impl<'a> Signal<'a> {
    #[derive_jvp]
    fn energy(self) -> f64 {
        self.samples.iter().map(|s| self.gain * s * s).sum()
    }
}

#[derive_jvp(wrt(signal))]
fn louder(signal: &Signal, limit: f64) -> f64 {
    signal.energy() / limit
}

#[test]
fn a_borrowing_value_copied_out_of_a_reference() {
    let (samples, dsamples) = ([1.5, -0.5, 2.0], [0.25, 1.0, -0.5]);
    let signal = Signal {
        samples: &samples,
        gain: 0.75,
    };
    let dsignal = SignalTangent {
        samples: &dsamples,
        gain: 2.0,
    };
    let oracle = (0..3)
        .map(|i| {
            let s = dual(samples[i], dsamples[i]);
            dual(0.75, 2.0) * s * s
        })
        .sum::<Dual64>();
    agree(
        jvp_louder(&signal, &dsignal, 3.0),
        louder(&signal, 3.0),
        oracle / 3.0,
    );
}
