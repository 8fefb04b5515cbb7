// A network with one hidden layer of tanh units, normal noise of unknown standard deviation and fan-in normal priors.
data {
  int<lower=1> n;
  int<lower=1> inputs;
  int<lower=1> hidden;
  int<lower=1> points;
  matrix[n, inputs] x;
  vector[n] y;
  matrix[points, inputs] held_out;
}
transformed data {
  real sd1 = 1.5 / sqrt(inputs);
  real sd2 = 1.5 / sqrt(hidden);
}
parameters {
  matrix[inputs, hidden] w1;
  row_vector[hidden] b1;
  vector[hidden] w2;
  real b2;
  real log_sd;
}
model {
  to_vector(w1) ~ normal(0, sd1);
  b1 ~ std_normal();
  w2 ~ normal(0, sd2);
  b2 ~ std_normal();
  log_sd ~ normal(log(0.3), 1);
  y ~ normal(tanh(x * w1 + rep_matrix(b1, n)) * w2 + b2, exp(log_sd));
}
generated quantities {
  vector[points] prediction = tanh(held_out * w1 + rep_matrix(b1, points)) * w2 + b2;
  real log_likelihood = normal_lpdf(y | tanh(x * w1 + rep_matrix(b1, n)) * w2 + b2, exp(log_sd));
  real log_posterior = log_likelihood + normal_lpdf(to_vector(w1) | 0, sd1) + std_normal_lpdf(b1)
    + normal_lpdf(w2 | 0, sd2) + std_normal_lpdf(b2) + normal_lpdf(log_sd | log(0.3), 1);
}
