"""A small variational autoencoder of task features. Needs the extra `vae` (PyTorch).

Kingma and Welling 2014, "Auto-encoding variational Bayes", arXiv:1312.6114, eq. 10, with one hidden
layer on either side.
"""

from importlib.util import find_spec

from tasksynth.curriculum.arrays import Float
from tasksynth.errors import UsageError

DIMS, HIDDEN, ROUNDS = 4, 32, 300
NOISE = 0.1
"""Standard deviation of a feature about its reconstruction."""


def check() -> None:
    """See that PyTorch is there.

    Raises:
        UsageError: if it is not.
    """
    if find_spec("torch") is None:
        raise UsageError("a variational autoencoder needs PyTorch: pip install 'tasksynth[vae]'")


def embed(features: Float) -> Float:
    """(cells, DIMS) means of the latent code of each row of (cells, features).

    Equal features give equal codes with one version of PyTorch on one kind of machine, not across
    them. Takes a second or so at 1,000 cells.
    """
    import torch
    from torch import nn

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the matrices are small: threads would only wait for each other
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        x = torch.tensor(features, dtype=torch.float32)
        width = x.shape[1]
        encoder = nn.Sequential(nn.Linear(width, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 2 * DIMS))
        decoder = nn.Sequential(nn.Linear(DIMS, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, width))
        parameters = [*encoder.parameters(), *decoder.parameters()]
        optimiser = torch.optim.Adam(parameters, lr=0.01)
        for _ in range(ROUNDS):
            mean, log_variance = encoder(x).chunk(2, dim=1)
            code = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
            missed = ((decoder(code) - x) ** 2).sum(1) / (2 * NOISE**2)
            prior = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1)
            optimiser.zero_grad()
            (missed + prior).mean().backward()
            optimiser.step()
        with torch.no_grad():
            found: Float = encoder(x)[:, :DIMS].double().numpy()
    torch.set_num_threads(threads)
    return found
