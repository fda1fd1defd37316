"""The workloads of `benches/arrays` in JAX: value and Jacobian-vector product, jitted, on one thread.

    pip install jax
    taskset -c 0 python benches/jax/workloads.py

Prints microseconds per call: the median over many calls, each with its result waited for. Inputs have
the sizes and ranges of the Rust benchmark; they are arguments, so that nothing is computed ahead.
"""

import os

os.environ["XLA_FLAGS"] = (
    "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)
os.environ["JAX_PLATFORMS"] = "cpu"
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import statistics
import time

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)


def array(shape, scale, seed, dtype=np.float32):
    """Numbers between -scale and scale."""
    numbers = np.random.default_rng(seed).uniform(-scale, scale, shape)
    return jnp.asarray(numbers.astype(dtype))


def chain(x, a, b):
    return jnp.tanh(a * x + b) * jnp.exp(-(x * x)) + jnp.sin(x) / (1 + x * x)


def linear(x, w, b):
    return x @ w + b


def mlp(x, w1, b1, w2, b2, w3, b3):
    return jnp.tanh(jnp.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3


def cross_entropy(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = jnp.log(jnp.exp(shifted).sum(axis=1))
    picked = jnp.take_along_axis(shifted, labels[:, None], axis=1)[:, 0]
    return (log_sums - picked).mean()


def feed_forward(x, gain, bias, w1, b1, w2, b2):
    mean = x.mean(axis=1, keepdims=True)
    centred = x - mean
    variance = (centred * centred).mean(axis=1, keepdims=True)
    normal = centred / jnp.sqrt(variance + 1e-5) * gain + bias
    return jax.nn.gelu(normal @ w1 + b1, approximate=True) @ w2 + b2


def attention(q, k, v):
    weights = jax.nn.softmax(q @ k.T / np.float32(np.sqrt(q.shape[1])), axis=1)
    return weights @ v


def lstm(xs, wx, wh, b):
    hidden = wh.shape[0]

    def step(state, x):
        h, c = state
        z = x @ wx + h @ wh + b
        i, f, g, o = (z[:, k * hidden : (k + 1) * hidden] for k in range(4))
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), None

    zeros = jnp.zeros((xs.shape[1], hidden), xs.dtype)
    (h, _), _ = jax.lax.scan(step, (zeros, zeros), xs)
    return h


def jvp(f, primals, active):
    """A jitted function of primals and tangents of the active arguments, with its arguments."""
    tangents = [
        jnp.asarray(np.random.default_rng(99 + i).uniform(-1, 1, primals[i].shape), primals[i].dtype)
        for i in active
    ]

    def along(primals, tangents):
        def of_active(*changed):
            arguments = list(primals)
            for i, value in zip(active, changed):
                arguments[i] = value
            return f(*arguments)

        return jax.jvp(of_active, tuple(primals[i] for i in active), tuple(tangents))

    return jax.jit(along), (tuple(primals), tuple(tangents))


def measure(name, f, primals, active):
    compiled, arguments = jvp(f, primals, active)
    jax.block_until_ready(compiled(*arguments))
    times = []
    start = time.perf_counter()
    while len(times) < 30 or (time.perf_counter() - start < 2 and len(times) < 20000):
        before = time.perf_counter()
        jax.block_until_ready(compiled(*arguments))
        times.append(time.perf_counter() - before)
    print(f"{name:40} {statistics.median(times) * 1e6:10.1f}")


def main():
    print(f"JAX {jax.__version__}, microseconds per call, jitted, one thread, median\n")
    n = 1_000_000
    for dtype in (np.float32, np.float64):
        x = array(n, 3.0, 1, dtype)
        measure(f"chain, 10^6 {np.dtype(dtype).name}", chain, [x, dtype(0.7), dtype(-0.2)], [0])
    widths = [64, 256, 256, 10]
    layers = [p for i, (m, k) in enumerate(zip(widths, widths[1:])) for p in (array((m, k), 0.2, i), array(k, 0.1, i))]
    measure("MLP 64-256-256-10, batch 128", mlp, [array((128, 64), 1.0, 7), *layers], [0])
    labels = jnp.asarray(np.arange(256) * 7 % 1000)
    measure("softmax cross-entropy 256 x 1000", cross_entropy, [array((256, 1000), 4.0, 1), labels], [0])
    block = [
        array((128, 512), 1.0, 1), array(512, 1.0, 2), array(512, 0.1, 3),
        array((512, 2048), 0.05, 4), array(2048, 0.1, 5), array((2048, 512), 0.05, 6), array(512, 0.1, 7),
    ]
    measure("feed-forward 128 x 512 -> 2048 -> 512", feed_forward, block, [0])
    heads = [array((128, 64), 1.0, seed) for seed in (1, 2, 3)]
    measure("attention 128 x 64", attention, heads, [0, 1, 2])
    weights = [array((128, 512), 0.15, 3), array((128, 512), 0.15, 4), array(512, 0.1, 5)]
    measure("LSTM, 20 steps, 32 x 128", lstm, [array((20, 32, 128), 1.0, 1), *weights], [0])
    for rows, width in [(16, 20), (32, 100)]:
        layer = [array((rows, width), 1.0, 1), array((width, width), 0.3, 3), array(width, 0.3, 4)]
        measure(f"linear {rows} x {width}", linear, layer, [0])
        measure(f"linear {rows} x {width}, all", linear, layer, [0, 1, 2])


if __name__ == "__main__":
    main()
