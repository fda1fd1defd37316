//! Tuples of operands, 0 to 16 of them.

use super::{Join, Operand, Part, Rank, Scalar};

/// A tuple of `N` operands.
pub trait Operands<E, const N: usize> {
    /// All are numbers.
    const SCALAR: bool;
    /// Which own a buffer.
    const OWNED: [bool; N];

    /// Where the elements are.
    fn parts(&self) -> [Part<'_, E>; N];

    /// The operands' buffers, as [`Operand::into_buffer`].
    fn into_buffers(self) -> [(Vec<E>, usize); N];
}

/// Operands whose ranks have a common one.
pub trait Broadcast<E, const N: usize>: Operands<E, N> {
    /// The common rank, joined from left to right.
    type Rank: Rank;
}

macro_rules! operands {
    ($count:literal $($name:ident)*) => {
        #[allow(non_snake_case, reason = "a name is a type and the value of that type")]
        impl<E, $($name: Operand<E>),*> Operands<E, $count> for ($($name,)*) {
            const SCALAR: bool = true $(&& <$name::Rank as Rank>::SCALAR)*;
            const OWNED: [bool; $count] = [$($name::OWNED),*];

            #[inline(always)]
            fn parts(&self) -> [Part<'_, E>; $count] {
                let ($($name,)*) = self;
                [$($name.part()),*]
            }

            #[inline(always)]
            fn into_buffers(self) -> [(Vec<E>, usize); $count] {
                let ($($name,)*) = self;
                [$($name.into_buffer()),*]
            }
        }
    };
}

/// The rank of a tuple is that of the tuple without the last, joined with the last.
macro_rules! broadcast {
    ($count:literal $fewer:literal $($name:ident)*; $last:ident) => {
        impl<E, $($name,)* $last> Broadcast<E, $count> for ($($name,)* $last,)
        where
            Self: Operands<E, $count>,
            $last: Operand<E>,
            ($($name,)*): Broadcast<E, $fewer, Rank: Join<$last::Rank>>,
        {
            type Rank =
                <<($($name,)*) as Broadcast<E, $fewer>>::Rank as Join<$last::Rank>>::Rank;
        }
    };
}

impl<E> Operands<E, 0> for () {
    const SCALAR: bool = true;
    const OWNED: [bool; 0] = [];

    #[inline(always)]
    fn parts(&self) -> [Part<'_, E>; 0] {
        []
    }

    #[inline(always)]
    fn into_buffers(self) -> [(Vec<E>, usize); 0] {
        []
    }
}

impl<E> Broadcast<E, 0> for () {
    type Rank = Scalar;
}

operands!(1 A);
operands!(2 A B);
operands!(3 A B C);
operands!(4 A B C D);
operands!(5 A B C D F);
operands!(6 A B C D F G);
operands!(7 A B C D F G H);
operands!(8 A B C D F G H I);
operands!(9 A B C D F G H I J);
operands!(10 A B C D F G H I J K);
operands!(11 A B C D F G H I J K L);
operands!(12 A B C D F G H I J K L M);
operands!(13 A B C D F G H I J K L M N);
operands!(14 A B C D F G H I J K L M N O);
operands!(15 A B C D F G H I J K L M N O P);
operands!(16 A B C D F G H I J K L M N O P Q);

impl<E, A: Operand<E>> Broadcast<E, 1> for (A,) {
    type Rank = A::Rank;
}

broadcast!(2 1 A; B);
broadcast!(3 2 A B; C);
broadcast!(4 3 A B C; D);
broadcast!(5 4 A B C D; F);
broadcast!(6 5 A B C D F; G);
broadcast!(7 6 A B C D F G; H);
broadcast!(8 7 A B C D F G H; I);
broadcast!(9 8 A B C D F G H I; J);
broadcast!(10 9 A B C D F G H I J; K);
broadcast!(11 10 A B C D F G H I J K; L);
broadcast!(12 11 A B C D F G H I J K L; M);
broadcast!(13 12 A B C D F G H I J K L M; N);
broadcast!(14 13 A B C D F G H I J K L M N; O);
broadcast!(15 14 A B C D F G H I J K L M N O; P);
broadcast!(16 15 A B C D F G H I J K L M N O P; Q);
