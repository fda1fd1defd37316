//! `check!` and `check32!`: from an annotated function and the forms of its arguments to a test.
//!
//! ```text
//! check!(f: & [3, 4], num);                  value up to rounding, tangent, every subset
//! check!(exact f / pushforward_f: & [3, 4]); the value's bits, and the pushforward
//! check!(f: & [3]; in 0.5..2.0; standard);   another range; row-major inputs only
//! check!(f: & [3]; standard_primal);         row-major inputs, with tangents in every layout
//! check!(f: & [3]; forwards);                no reversed axes in the inputs
//! check!(full f: num, num, num, num, num);   the variant of all arguments only
//! check32!(f, double::f: & [3]);             `f` in `f32`, beside the same program in `f64`
//! ```
//!
//! A form is `& [..]`, `own [..]`, `view [..]`, `refview [..]`, `mut [..]`, `mutview [..]`, `dynview [..]`, `dyn [..]` (a
//! reference), `owndyn [..]`, `num`, `mutnum`, `list n` (a slice), `vec n`,
//! `grid n m` (lists in a list), `arrays n [..]` (a slice of arrays), `mutlist n`,
//! `mutarrays n [..]`, or `= (value)` for a
//! constant. The tests of a file stand in a module of their own, since a
//! program's name is taken in its own: as a function, and as its companion. The macro first gives each argument names of its own (by the hygiene of its levels),
//! then walks through the subsets.

macro_rules! check {
    (exact $($rest:tt)+) => { checked!([f64 Bits] $($rest)+); };
    ($($rest:tt)+) => { checked!([f64 Rounding] $($rest)+); };
}

macro_rules! check32 {
    (exact $($rest:tt)+) => { checked!([f32 Bits] $($rest)+); };
    ($($rest:tt)+) => { checked!([f32 Rounding] $($rest)+); };
}

macro_rules! checked {
    ($mode:tt full $f:ident $(, $double:ident :: $g:ident)? : $($rest:tt)+) => {
        checked!(@options $mode [full $f $([$double::$g])?] [] [] $($rest)+);
    };
    ($mode:tt $f:ident $(/ $push:ident)? $(, $double:ident :: $g:ident)? : $($rest:tt)+) => {
        checked!(@options $mode [every $f $([$double::$g])?] [$($push)?] [] $($rest)+);
    };
    // The forms end where the options begin.
    (@options $mode:tt $fs:tt $push:tt $forms:tt) => {
        checked!(@named $mode $fs $push [-1.5..1.5] [LAYOUTS] [] [] [] $forms);
    };
    (@options $mode:tt $fs:tt $push:tt $forms:tt ; in $range:expr) => {
        checked!(@named $mode $fs $push [$range] [LAYOUTS] [] [] [] $forms);
    };
    (@options $mode:tt $fs:tt $push:tt $forms:tt ; in $range:expr; standard) => {
        checked!(@named $mode $fs $push [$range] [STANDARD] [] [] [] $forms);
    };
    (@options $mode:tt $fs:tt $push:tt $forms:tt ; standard) => {
        checked!(@named $mode $fs $push [-1.5..1.5] [STANDARD] [] [] [] $forms);
    };
    (@options $mode:tt $fs:tt $push:tt $forms:tt ; standard_primal) => {
        checked!(@named $mode $fs $push [-1.5..1.5] [STANDARD_PRIMAL] [] [] [] $forms);
    };
    (@options $mode:tt $fs:tt $push:tt $forms:tt ; forwards) => {
        checked!(@named $mode $fs $push [-1.5..1.5] [FORWARDS] [] [] [] $forms);
    };
    (@options $mode:tt $fs:tt $push:tt [$($form:tt)*] $next:tt $($rest:tt)*) => {
        checked!(@options $mode $fs $push [$($form)* $next] $($rest)*);
    };
    // Names: bindings `(x dx size kind shape)`, arguments `(role [x] [dx])`, outputs `(x dx)`.
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt $b:tt $a:tt $o:tt [, $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s $b $a $o [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt $b:tt [$($a:tt)*] $o:tt [= ($value:expr) $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s $b [$($a)* (constant [$value])] $o [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] $o:tt [num $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [1] number [])] [$($a)* (free [x] [dx])] $o [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] [$($o:tt)*] [mutnum $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [1] number [])] [$($a)* (always [&mut x] [&mut dx])] [$($o)* (x dx)] [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] $o:tt [list $n:literal $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n] list [$n])] [$($a)* (free [&x] [&dx])] $o [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] $o:tt [vec $n:literal $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n] list [$n])] [$($a)* (free [x] [dx])] $o [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] [$($o:tt)*] [mutlist $n:literal $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n] list [$n])] [$($a)* (always [&mut x] [&mut dx])] [$($o)* (x dx)] [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] [$($o:tt)*] [mutarrays $n:literal $k:tt $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n * $k.iter().product::<usize>()] arrays [$n, $k])]
            [$($a)* (always [&mut x] [&mut dx])] [$($o)* (x dx)] [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] $o:tt [grid $n:literal $k:literal $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n * $k] grid [[[(); $k]; $n]])] [$($a)* (free [x] [dx])] $o [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] $o:tt [arrays $n:literal $k:tt $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n * $k.iter().product::<usize>()] arrays [$n, $k])] [$($a)* (free [&x] [&dx])] $o [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] [$($o:tt)*] [mut $n:tt $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n.iter().product()] array [$n])] [$($a)* (always [&mut x] [&mut dx])]
            [$($o)* (x dx)] [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] [$($o:tt)*] [mutview $n:tt $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n.iter().product()] array [$n])] [$($a)* (always [x.view_mut()] [dx.view_mut()])]
            [$($o)* (x dx)] [$($rest)*]);
    };
    (@named $m:tt $fs:tt $p:tt $r:tt $s:tt [$($b:tt)*] [$($a:tt)*] $o:tt [$form:tt $n:tt $($rest:tt)*]) => {
        checked!(@named $m $fs $p $r $s
            [$($b)* (x dx [$n.iter().product()] array [$n])]
            [$($a)* (free [checked!(@pass $form x)] [checked!(@pass $form dx)])] $o [$($rest)*]);
    };
    (@pass & $x:ident) => { &$x };
    (@pass own $x:ident) => { $x };
    (@pass refview $x:ident) => { &$x.view() };
    (@pass view $x:ident) => { $x.view() };
    (@pass dyn $x:ident) => { &$x.into_dyn() };
    (@pass dynview $x:ident) => { $x.view().into_dyn() };
    (@pass owndyn $x:ident) => { $x.into_dyn() };
    // A test without a name for a second precision runs the one function.
    (@named $m:tt [$which:ident $f:ident] $p:tt $r:tt $s:tt $b:tt $a:tt $o:tt []) => {
        checked!(@named $m [$which $f [super::$f]] $p $r $s $b $a $o []);
    };
    (@named [$e:ident $agreement:ident] [$which:ident $f:ident [$($double:tt)+]] [$($push:ident)?]
        [$range:expr] [$layouts:ident] $binds:tt $args:tt $outs:tt []) => {
        #[test]
        #[allow(unused, clippy::all, reason = "written by a macro for every form of argument")]
        fn $f() {
            use crate::harness::{Agreement, Program};
            use crate::inputs::Element;
            let mut program = Program {
                sizes: checked!(@sizes $binds),
                range: $range,
                layouts: crate::inputs::$layouts,
                agreement: Agreement::$agreement,
                tolerance: (<$e as Element>::VALUE, <$e as Element>::TANGENT),
                own: checked!(@plain $e [super::$f] $binds $outs [] $args),
                double: checked!(@plain f64 [$($double)+] $binds $outs [] $args),
                variants: Vec::new(),
                pushforward: None,
            };
            checked!(@masks $which program $e $f $binds $outs [] [] [] $args);
            $(checked!(@push program $e $push $binds $outs [] $args);)?
            program.run();
        }
    };
    (@sizes [$(($x:ident $dx:ident [$size:expr] $kind:ident $shape:tt))*]) => { vec![$($size),*] };
    // The function itself: primal arguments only.
    (@plain $e:ident $f:tt $binds:tt $outs:tt [$($arg:expr),*] [($role:ident [$x:expr] $([$dx:expr])?) $($rest:tt)*]) => {
        checked!(@plain $e $f $binds $outs [$($arg,)* $x] [$($rest)*])
    };
    (@plain $e:ident [$($f:tt)+] [$(($x:ident $dx:ident $size:tt $kind:ident [$($shape:expr),*]))*] [$(($out:ident $dout:ident))*] [$($arg:expr),*] []) => {
        Box::new(|point| {
            let mut c = point.primals::<$e>();
            $(let mut $x = c.$kind($($shape),*);)*
            let mut all = crate::flat::numbers(&$($f)+($($arg),*));
            $(crate::flat::Flat::put(&$out, &mut all);)*
            all
        })
    };
    // The pushforward: all arguments, the tangents out.
    (@push $to:ident $e:ident $f:ident $binds:tt $outs:tt [$($arg:expr),*] [($role:ident [$x:expr] $([$dx:expr])?) $($rest:tt)*]) => {
        checked!(@push $to $e $f $binds $outs [$($arg,)* $x $(, $dx)?] [$($rest)*])
    };
    (@push $to:ident $e:ident $f:ident [$(($x:ident $dx:ident $size:tt $kind:ident [$($shape:expr),*]))*] [$(($out:ident $dout:ident))*] [$($arg:expr),*] []) => {
        $to.pushforward = Some(Box::new(|point| {
            let (mut c, mut d) = (point.primals::<$e>(), point.tangents::<$e>());
            $(let (mut $x, mut $dx) = (c.$kind($($shape),*), d.$kind($($shape),*));)*
            let mut all = crate::flat::numbers(&super::$f($($arg),*));
            $(crate::flat::Flat::put(&$dout, &mut all);)*
            all
        }));
    };
    // Every subset, the full one first.
    (@masks full $to:ident $e:ident $f:ident $binds:tt $outs:tt $mask:tt [$($on:expr),*] [$($arg:expr),*] [($role:ident [$x:expr] [$dx:expr]) $($rest:tt)*]) => {
        checked!(@masks full $to $e $f $binds $outs [full] [$($on,)* true] [$($arg,)* $x, $dx] [$($rest)*])
    };
    (@masks full $to:ident $e:ident $f:ident $binds:tt $outs:tt $mask:tt $on:tt [$($arg:expr),*] [(constant [$x:expr]) $($rest:tt)*]) => {
        checked!(@masks full $to $e $f $binds $outs [full] $on [$($arg,)* $x] [$($rest)*])
    };
    (@masks every $to:ident $e:ident $f:ident $binds:tt $outs:tt [$($mask:tt)*] $on:tt [$($arg:expr),*] [(constant [$x:expr]) $($rest:tt)*]) => {
        checked!(@masks every $to $e $f $binds $outs [$($mask)* 0] $on [$($arg,)* $x] [$($rest)*]);
    };
    (@masks every $to:ident $e:ident $f:ident $binds:tt $outs:tt [$($mask:tt)*] [$($on:expr),*] [$($arg:expr),*] [(always [$x:expr] [$dx:expr]) $($rest:tt)*]) => {
        checked!(@masks every $to $e $f $binds $outs [$($mask)* 1] [$($on,)* true] [$($arg,)* $x, $dx] [$($rest)*]);
    };
    (@masks every $to:ident $e:ident $f:ident $binds:tt $outs:tt [$($mask:tt)*] [$($on:expr),*] [$($arg:expr),*] [(free [$x:expr] [$dx:expr]) $($rest:tt)*]) => {
        checked!(@masks every $to $e $f $binds $outs [$($mask)* 1] [$($on,)* true] [$($arg,)* $x, $dx] [$($rest)*]);
        checked!(@masks every $to $e $f $binds $outs [$($mask)* 0] [$($on,)* false] [$($arg,)* $x] [$($rest)*]);
    };
    (@masks $which:ident $to:ident $e:ident $f:ident $binds:tt $outs:tt [$($mask:tt)*] $on:tt $args:tt []) => {
        checked!(@variant $to $e $f $binds $outs $on $args, $($mask)*);
    };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, $(0)+) => {};
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, full) => { checked!(@call jvp $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 1) => { checked!(@call jvp_1 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 0 1) => { checked!(@call jvp_01 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 1 0) => { checked!(@call jvp_10 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 1 1) => { checked!(@call jvp_11 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 0 0 1) => { checked!(@call jvp_001 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 0 1 0) => { checked!(@call jvp_010 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 0 1 1) => { checked!(@call jvp_011 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 1 0 0) => { checked!(@call jvp_100 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 1 0 1) => { checked!(@call jvp_101 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 1 1 0) => { checked!(@call jvp_110 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, 1 1 1) => { checked!(@call jvp_111 $to $e $f $binds $outs $on $args); };
    (@variant $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, $a:tt $b:tt $c:tt $d:tt) => { checked!(@four $to $e $f $binds $outs $on $args, $a $b $c $d); };
    (@call $name:ident $to:ident $e:ident $f:ident [$(($x:ident $dx:ident $size:tt $kind:ident [$($shape:expr),*]))*] [$(($out:ident $dout:ident))*] [$($on:expr),*] [$($arg:expr),*]) => {
        $to.variants.push((vec![$($on),*], Box::new(|point| {
            let (mut c, mut d) = (point.primals::<$e>(), point.tangents::<$e>());
            $(let (mut $x, mut $dx) = (c.$kind($($shape),*), d.$kind($($shape),*));)*
            let (mut value, mut tangent) = crate::flat::Joint::pair(&super::$f::$name($($arg),*));
            $(
                crate::flat::Flat::put(&$out, &mut value);
                crate::flat::Flat::put(&$dout, &mut tangent);
            )*
            (value, tangent)
        })));
    };
    (@four $to:ident $e:ident $f:ident $binds:tt $outs:tt $on:tt $args:tt, $a:tt $b:tt $c:tt $d:tt) => {
        checked!(@four_of $a $b $c $d; $to $e $f $binds $outs $on $args);
    };
    (@four_of 0 0 0 1; $($t:tt)*) => { checked!(@call jvp_0001 $($t)*); };
    (@four_of 0 0 1 0; $($t:tt)*) => { checked!(@call jvp_0010 $($t)*); };
    (@four_of 0 0 1 1; $($t:tt)*) => { checked!(@call jvp_0011 $($t)*); };
    (@four_of 0 1 0 0; $($t:tt)*) => { checked!(@call jvp_0100 $($t)*); };
    (@four_of 0 1 0 1; $($t:tt)*) => { checked!(@call jvp_0101 $($t)*); };
    (@four_of 0 1 1 0; $($t:tt)*) => { checked!(@call jvp_0110 $($t)*); };
    (@four_of 0 1 1 1; $($t:tt)*) => { checked!(@call jvp_0111 $($t)*); };
    (@four_of 1 0 0 0; $($t:tt)*) => { checked!(@call jvp_1000 $($t)*); };
    (@four_of 1 0 0 1; $($t:tt)*) => { checked!(@call jvp_1001 $($t)*); };
    (@four_of 1 0 1 0; $($t:tt)*) => { checked!(@call jvp_1010 $($t)*); };
    (@four_of 1 0 1 1; $($t:tt)*) => { checked!(@call jvp_1011 $($t)*); };
    (@four_of 1 1 0 0; $($t:tt)*) => { checked!(@call jvp_1100 $($t)*); };
    (@four_of 1 1 0 1; $($t:tt)*) => { checked!(@call jvp_1101 $($t)*); };
    (@four_of 1 1 1 0; $($t:tt)*) => { checked!(@call jvp_1110 $($t)*); };
    (@four_of 1 1 1 1; $($t:tt)*) => { checked!(@call jvp_1111 $($t)*); };
}
