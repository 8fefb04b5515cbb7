// Logistic regression with normal priors.
data {
  int<lower=1> n;
  int<lower=1> inputs;
  matrix[n, inputs] x;
  int<lower=0, upper=1> y[n];
}
parameters {
  vector[inputs] w;
  real b;
}
model {
  w ~ normal(0, 1.5);
  b ~ normal(0, 1);
  y ~ bernoulli_logit(x * w + b);
}
generated quantities {
  real log_posterior = normal_lpdf(w | 0, 1.5) + normal_lpdf(b | 0, 1) + bernoulli_logit_lpmf(y | x * w + b);
}
