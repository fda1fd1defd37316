//! [`Vector`]: what a kernel needs of a register, and registers as plain arrays.

use std::mem::MaybeUninit;
use std::ptr::copy_nonoverlapping;

/// A register of `LANES` numbers.
///
/// # Safety
/// The methods may only be called where the machine has the instructions of the implementor. They
/// are always inlined, into functions that are compiled for these instructions.
pub unsafe trait Vector: Copy {
    /// One lane.
    type Elem: Copy;
    /// Which lanes, for partial loads and stores.
    type Mask: Copy;

    const LANES: usize;

    unsafe fn splat(x: Self::Elem) -> Self;
    unsafe fn load(from: *const Self::Elem) -> Self;
    unsafe fn store(self, to: *mut Self::Elem);
    /// The first `n` lanes, `1 <= n <= LANES`.
    unsafe fn mask(n: usize) -> Self::Mask;
    /// The masked lanes; the others are zero, and their memory is not touched.
    unsafe fn load_part(from: *const Self::Elem, mask: Self::Mask) -> Self;
    /// Writes the first `n` lanes only, `n < LANES`.
    #[inline(always)]
    unsafe fn store_part(self, to: *mut Self::Elem, n: usize) {
        let mut lanes = [MaybeUninit::<Self::Elem>::uninit(); 16];
        let from = lanes.as_mut_ptr().cast::<Self::Elem>();
        let mut at = 0;
        // SAFETY: the caller may write `n` elements; a register has at most 16 lanes.
        unsafe {
            self.store(from);
            for half in [8, 4, 2, 1] {
                if half < Self::LANES && n & half != 0 {
                    // of constant length: a move, not a call
                    match half {
                        8 => copy_nonoverlapping(from.add(at), to.add(at), 8),
                        4 => copy_nonoverlapping(from.add(at), to.add(at), 4),
                        2 => copy_nonoverlapping(from.add(at), to.add(at), 2),
                        _ => copy_nonoverlapping(from.add(at), to.add(at), 1),
                    }
                    at += half;
                }
            }
        }
    }
    /// The first lane.
    #[inline(always)]
    unsafe fn first(self) -> Self::Elem {
        let mut lanes = [MaybeUninit::<Self::Elem>::uninit(); 16];
        // SAFETY: a register has at most 16 lanes, of which the first is written.
        unsafe {
            self.store(lanes.as_mut_ptr().cast());
            lanes[0].assume_init()
        }
    }
    /// Asks for the cache line at `at`, if the machine can be asked; any address will do.
    #[inline(always)]
    unsafe fn ask(_at: *const Self::Elem) {}
    unsafe fn add(self, b: Self) -> Self;
    unsafe fn mul(self, b: Self) -> Self;
    /// `self * b + c`
    unsafe fn mul_add(self, b: Self, c: Self) -> Self;
    /// The sum of all lanes, by halves.
    unsafe fn sum(self) -> Self::Elem;

    /// The side of the squares that [`transpose`](Self::transpose) takes.
    const SIDE: usize;

    /// Writes a square transposed: what was row `i`, at `from + i * from_step`, is column `i` of the
    /// rows at `to + j * to_step`.
    unsafe fn transpose(
        from: *const Self::Elem,
        from_step: isize,
        to: *mut Self::Elem,
        to_step: usize,
    );
}

/// Whether the baseline has fused multiply-adds; where it has not, `mul_add` is a call.
const FUSED: bool = cfg!(any(target_arch = "aarch64", target_feature = "fma"));

/// A register where nothing better is known: LLVM makes baseline vectors of it.
#[derive(Clone, Copy, Debug)]
pub struct Lanes<E, const N: usize>([E; N]);

macro_rules! lanes {
    ($($scalar:ident)*) => {$(
        // SAFETY: plain Rust, for every machine.
        unsafe impl<const N: usize> Vector for Lanes<$scalar, N> {
            type Elem = $scalar;
            type Mask = usize;

            const LANES: usize = N;

            #[inline(always)]
            unsafe fn splat(x: $scalar) -> Self {
                Self([x; N])
            }

            #[inline(always)]
            unsafe fn load(from: *const $scalar) -> Self {
                // SAFETY: the caller may read `N` elements.
                Self(unsafe { from.cast::<[$scalar; N]>().read_unaligned() })
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut $scalar) {
                // SAFETY: the caller may write `N` elements.
                unsafe { to.cast::<[$scalar; N]>().write_unaligned(self.0) }
            }

            #[inline(always)]
            unsafe fn mask(n: usize) -> usize {
                n
            }

            #[inline(always)]
            unsafe fn load_part(from: *const $scalar, n: usize) -> Self {
                // SAFETY: the caller may read `n` elements.
                Self(std::array::from_fn(|i| if i < n { unsafe { *from.add(i) } } else { 0.0 }))
            }


            #[inline(always)]
            unsafe fn add(self, b: Self) -> Self {
                Self(std::array::from_fn(|i| self.0[i] + b.0[i]))
            }

            #[inline(always)]
            unsafe fn mul(self, b: Self) -> Self {
                Self(std::array::from_fn(|i| self.0[i] * b.0[i]))
            }

            #[inline(always)]
            unsafe fn mul_add(self, b: Self, c: Self) -> Self {
                Self(std::array::from_fn(|i| {
                    if FUSED {
                        self.0[i].mul_add(b.0[i], c.0[i])
                    } else {
                        self.0[i] * b.0[i] + c.0[i]
                    }
                }))
            }

            #[inline(always)]
            unsafe fn sum(self) -> $scalar {
                let mut lanes = self.0;
                let mut half = N / 2;
                while half > 0 {
                    for i in 0..half {
                        lanes[i] += lanes[i + half];
                    }
                    half /= 2;
                }
                lanes[0]
            }

            const SIDE: usize = 4;

            #[inline(always)]
            unsafe fn transpose(
                from: *const $scalar,
                from_step: isize,
                to: *mut $scalar,
                to_step: usize,
            ) {
                for i in 0..4 {
                    for j in 0..4 {
                        // SAFETY: the caller may read and write the square.
                        unsafe {
                            *to.add(j * to_step + i) = *from.offset(i as isize * from_step).add(j);
                        }
                    }
                }
            }
        }
    )*};
}

lanes!(f32 f64);
